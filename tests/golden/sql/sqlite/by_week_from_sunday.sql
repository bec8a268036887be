SELECT
  DATE(order_date, 'weekday 6', '-6 days') AS week,
  COUNT(*) AS orders
FROM orders
WHERE
  order_date >= '2024-12-01'
GROUP BY
  1
ORDER BY
  week NULLS LAST
