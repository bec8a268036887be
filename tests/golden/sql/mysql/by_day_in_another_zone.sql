SELECT
  DATE(CONVERT_TZ(placed_at, 'UTC', 'Europe/Berlin')) AS day,
  COUNT(*) AS orders
FROM orders
GROUP BY
  1
ORDER BY
  MAX(DATE(CONVERT_TZ(placed_at, 'UTC', 'Europe/Berlin'))) IS NULL,
  day
