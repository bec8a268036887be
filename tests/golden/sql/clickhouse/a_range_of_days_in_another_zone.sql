SELECT
  COUNT(*) AS orders
FROM orders
WHERE
  toTimeZone(placed_at, 'UTC') >= '2024-12-31 23:00:00'
  AND toTimeZone(placed_at, 'UTC') < '2025-12-31 23:00:00'
