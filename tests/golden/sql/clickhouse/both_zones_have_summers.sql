SELECT
  DATE_TRUNC('hour', toTimeZone(placed_at, 'Australia/Sydney')) AS hour,
  COUNT(*) AS orders
FROM orders
WHERE
  placed_at < '2023-02-28 08:00:00'
GROUP BY
  1
ORDER BY
  hour
