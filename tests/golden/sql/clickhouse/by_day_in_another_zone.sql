SELECT
  CAST(toTimeZone(placed_at, 'Europe/Berlin') AS Nullable(Date32)) AS day,
  COUNT(*) AS orders
FROM orders
GROUP BY
  1
ORDER BY
  day
