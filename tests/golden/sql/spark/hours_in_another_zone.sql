SELECT
  CAST(EXTRACT(HOUR FROM CONVERT_TIMEZONE('UTC', 'Europe/Berlin', CAST(placed_at AS TIMESTAMP_NTZ))) AS INT) AS hour_of_day,
  COUNT(*) AS orders
FROM orders
GROUP BY
  1
ORDER BY
  hour_of_day NULLS LAST
