SELECT
  COUNT(*) AS orders
FROM orders
WHERE
  placed_at >= '2024-01-31 23:00:00' AND placed_at < '2024-02-01 23:00:00'
