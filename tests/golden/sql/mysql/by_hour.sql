SELECT
  CAST(DATE_FORMAT(placed_at, '%Y-%m-%d %H:00:00') AS DATETIME) AS hour,
  COUNT(*) AS orders
FROM orders
GROUP BY
  1
ORDER BY
  MAX(CAST(DATE_FORMAT(placed_at, '%Y-%m-%d %H:00:00') AS DATETIME)) IS NULL,
  hour
