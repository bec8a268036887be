SELECT
  DATETIME_TRUNC(
    CAST(DATETIME(TIMESTAMP(CAST(placed_at AS DATETIME), 'America/New_York'), 'Australia/Sydney') AS DATETIME),
    HOUR
  ) AS hour,
  COUNT(*) AS orders
FROM orders
WHERE
  placed_at < '2023-02-28 08:00:00'
GROUP BY
  1
ORDER BY
  hour NULLS LAST
