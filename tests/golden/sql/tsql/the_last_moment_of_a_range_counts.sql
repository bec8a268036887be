SELECT
  COUNT(*) AS orders
FROM orders
WHERE
  placed_at >= CAST('2024-01-01' AS DATE)
  AND placed_at < CAST('2025-01-01' AS DATE)
