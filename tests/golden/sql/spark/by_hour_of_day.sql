SELECT
  CAST(EXTRACT(HOUR FROM placed_at) AS INT) AS hour_of_day,
  COUNT(*) AS orders
FROM orders
GROUP BY
  1
ORDER BY
  hour_of_day NULLS LAST
