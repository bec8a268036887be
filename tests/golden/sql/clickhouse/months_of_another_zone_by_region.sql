SELECT
  DATE_TRUNC('month', toTimeZone(placed_at, 'Europe/Berlin')) AS month,
  region,
  COUNT(*) AS orders
FROM orders
GROUP BY
  1,
  2
ORDER BY
  month,
  region
