SELECT
  HOUR(CONVERT_TZ(placed_at, 'UTC', 'Europe/Berlin')) AS hour_of_day,
  COUNT(*) AS orders
FROM orders
GROUP BY
  1
ORDER BY
  MAX(HOUR(CONVERT_TZ(placed_at, 'UTC', 'Europe/Berlin'))) IS NULL,
  hour_of_day
