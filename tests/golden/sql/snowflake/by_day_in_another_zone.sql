SELECT
  CAST(CONVERT_TIMEZONE('UTC', 'Europe/Berlin', CAST(placed_at AS TIMESTAMPNTZ)) AS DATE) AS day,
  COUNT(*) AS orders
FROM orders
GROUP BY
  1
ORDER BY
  day
