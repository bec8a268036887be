SELECT
  COUNT(*) AS orders
FROM orders
WHERE
  EXTRACT(HOUR FROM placed_at) IN (0, 1, 22, 23)
