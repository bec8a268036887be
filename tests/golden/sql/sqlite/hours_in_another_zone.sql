SELECT
  CAST(STRFTIME('%H', IN_ZONE(placed_at, 'UTC', 'Europe/Berlin')) AS INTEGER) AS hour_of_day,
  COUNT(*) AS orders
FROM orders
GROUP BY
  1
ORDER BY
  hour_of_day NULLS LAST
