SELECT
  order_date AS day,
  COUNT(*) AS orders
FROM orders
WHERE
  order_date >= CAST('2024-01-01' AS DATE)
  AND order_date < CAST('2025-01-01' AS DATE)
GROUP BY
  1
ORDER BY
  day
