SELECT
  CAST(DATE_FORMAT(CONVERT_TZ(placed_at, 'America/New_York', 'Australia/Sydney'), '%Y-%m-%d %H:00:00') AS DATETIME) AS hour,
  COUNT(*) AS orders
FROM orders
WHERE
  placed_at < '2023-02-28 08:00:00'
GROUP BY
  1
ORDER BY
  MAX(
    CAST(DATE_FORMAT(CONVERT_TZ(placed_at, 'America/New_York', 'Australia/Sydney'), '%Y-%m-%d %H:00:00') AS DATETIME)
  ) IS NULL,
  hour
