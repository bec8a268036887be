SELECT
  order_date AS day,
  COUNT(*) AS orders
FROM orders
WHERE
  order_date >= CAST('2024-01-01' AS DATE)
  AND order_date < CAST('2025-01-01' AS DATE)
GROUP BY
  order_date
ORDER BY
  CASE WHEN order_date IS NULL THEN 1 ELSE 0 END,
  order_date
