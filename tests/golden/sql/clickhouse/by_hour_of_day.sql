SELECT
  toHour(placed_at) AS hour_of_day,
  COUNT(*) AS orders
FROM orders
GROUP BY
  1
ORDER BY
  hour_of_day
