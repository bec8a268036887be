SELECT
  DATE(placed_at) AS day,
  COUNT(*) AS orders
FROM orders
GROUP BY
  1
ORDER BY
  MAX(DATE(placed_at)) IS NULL,
  day
