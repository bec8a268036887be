SELECT
  COUNT(*) AS orders
FROM orders
WHERE
  HOUR(placed_at) BETWEEN 6 AND 11
