SELECT
  DATE(IN_ZONE(placed_at, 'UTC', 'Europe/Berlin'), 'start of month') AS month,
  region,
  COUNT(*) AS orders
FROM orders
GROUP BY
  1,
  2
ORDER BY
  month NULLS LAST,
  region NULLS LAST
