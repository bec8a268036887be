SELECT
  EXTRACT(HOUR FROM DATETIME(CAST(placed_at AS TIMESTAMP), 'Europe/Berlin')) AS hour_of_day,
  COUNT(*) AS orders
FROM orders
GROUP BY
  1
ORDER BY
  hour_of_day NULLS LAST
