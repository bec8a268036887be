SELECT
  CAST(DATE_PART(HOUR, CONVERT_TIMEZONE('UTC', 'Europe/Berlin', CAST(placed_at AS TIMESTAMPNTZ))) AS INT) AS hour_of_day,
  COUNT(*) AS orders
FROM orders
GROUP BY
  1
ORDER BY
  hour_of_day
