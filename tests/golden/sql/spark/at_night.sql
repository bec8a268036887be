SELECT
  COUNT(*) AS orders
FROM orders
WHERE
  CAST(EXTRACT(HOUR FROM placed_at) AS INT) IN (0, 1, 22, 23)
