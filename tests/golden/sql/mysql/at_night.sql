SELECT
  COUNT(*) AS orders
FROM orders
WHERE
  HOUR(placed_at) IN (0, 1, 22, 23)
