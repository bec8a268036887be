SELECT
  CAST(DATE_TRUNC('YEAR', order_date) AS DATE) AS year,
  COUNT(*) AS orders
FROM orders
GROUP BY
  1
ORDER BY
  year NULLS LAST
