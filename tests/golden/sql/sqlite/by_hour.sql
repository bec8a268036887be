SELECT
  STRFTIME('%Y-%m-%d %H:00:00', placed_at) AS hour,
  COUNT(*) AS orders
FROM orders
GROUP BY
  1
ORDER BY
  hour NULLS LAST
