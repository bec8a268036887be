SELECT
  STRFTIME('%Y-%m-%d %H:00:00', IN_ZONE(placed_at, 'America/New_York', 'Australia/Sydney')) AS hour,
  COUNT(*) AS orders
FROM orders
WHERE
  DATETIME(placed_at) < '2023-02-28 08:00:00'
GROUP BY
  1
ORDER BY
  hour NULLS LAST
