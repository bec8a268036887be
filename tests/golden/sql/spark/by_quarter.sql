SELECT
  CAST(DATE_TRUNC('QUARTER', order_date) AS DATE) AS quarter,
  COUNT(*) AS orders
FROM orders
GROUP BY
  1
ORDER BY
  quarter NULLS LAST
