SELECT
  DATE(IN_ZONE(placed_at, 'UTC', 'Europe/Berlin')) AS day,
  COUNT(*) AS orders
FROM orders
GROUP BY
  1
ORDER BY
  day NULLS LAST
