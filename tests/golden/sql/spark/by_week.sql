SELECT
  CAST(DATE_TRUNC('WEEK', order_date) AS DATE) AS week,
  COUNT(*) AS orders
FROM orders
WHERE
  order_date >= '2024-12-01'
GROUP BY
  1
ORDER BY
  week NULLS LAST
