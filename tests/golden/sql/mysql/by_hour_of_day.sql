SELECT
  HOUR(placed_at) AS hour_of_day,
  COUNT(*) AS orders
FROM orders
GROUP BY
  1
ORDER BY
  MAX(HOUR(placed_at)) IS NULL,
  hour_of_day
