SELECT
  DATE_TRUNC('week', order_date) AS week,
  COUNT(*) AS orders
FROM orders
WHERE
  order_date >= '2024-12-01'
GROUP BY
  1
ORDER BY
  week
