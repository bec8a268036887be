SELECT
  CAST(EXTRACT(HOUR FROM CAST(placed_at AS TIMESTAMP) AT TIME ZONE 'UTC' AT TIME ZONE 'Europe/Berlin') AS INTEGER) AS hour_of_day,
  COUNT(*) AS orders
FROM orders
GROUP BY
  1
ORDER BY
  hour_of_day
