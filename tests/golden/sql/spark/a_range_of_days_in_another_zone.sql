SELECT
  COUNT(*) AS orders
FROM orders
WHERE
  placed_at >= '2024-12-31 23:00:00' AND placed_at < '2025-12-31 23:00:00'
