SELECT
  DATE_TRUNC('hour', placed_at) AS hour,
  COUNT(*) AS orders
FROM orders
GROUP BY
  1
ORDER BY
  hour
