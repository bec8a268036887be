SELECT
  CAST(placed_at AS DATE) AS day,
  COUNT(*) AS orders
FROM orders
GROUP BY
  1
ORDER BY
  day NULLS LAST
