SELECT
  order_date AS day,
  COUNT(*) AS orders
FROM orders
WHERE
  order_date >= '2024-01-01' AND order_date < '2025-01-01'
GROUP BY
  1
ORDER BY
  day NULLS LAST
