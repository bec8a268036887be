SELECT
  COUNT(*) AS orders
FROM orders
WHERE
  toHour(placed_at) IN (0, 1, 22, 23)
