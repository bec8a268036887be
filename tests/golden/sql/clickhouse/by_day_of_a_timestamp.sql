SELECT
  CAST(placed_at AS Nullable(Date32)) AS day,
  COUNT(*) AS orders
FROM orders
GROUP BY
  1
ORDER BY
  day
