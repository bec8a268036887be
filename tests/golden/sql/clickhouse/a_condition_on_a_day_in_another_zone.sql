SELECT
  COUNT(*) AS orders
FROM orders
WHERE
  toTimeZone(placed_at, 'UTC') >= '2024-01-31 23:00:00'
  AND toTimeZone(placed_at, 'UTC') < '2024-02-01 23:00:00'
