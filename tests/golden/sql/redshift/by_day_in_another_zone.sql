SELECT
  CAST(CAST(placed_at AS TIMESTAMP) AT TIME ZONE 'UTC' AT TIME ZONE 'Europe/Berlin' AS DATE) AS day,
  COUNT(*) AS orders
FROM orders
GROUP BY
  1
ORDER BY
  day
