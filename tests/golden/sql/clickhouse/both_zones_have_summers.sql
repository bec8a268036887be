SELECT
  DATE_TRUNC(
    'hour',
    toTimeZone(toDateTime64(toString(placed_at), 6, 'America/New_York'), 'Australia/Sydney')
  ) AS hour,
  COUNT(*) AS orders
FROM orders
WHERE
  placed_at < '2023-02-28 08:00:00'
GROUP BY
  1
ORDER BY
  hour
