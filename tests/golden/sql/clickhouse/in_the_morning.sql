SELECT
  COUNT(*) AS orders
FROM orders
WHERE
  toHour(placed_at) BETWEEN 6 AND 11
