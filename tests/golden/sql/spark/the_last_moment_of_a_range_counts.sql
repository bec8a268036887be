SELECT
  COUNT(*) AS orders
FROM orders
WHERE
  placed_at >= '2024-01-01' AND placed_at < '2025-01-01'
