SELECT
  DATE_TRUNC(
    'hour',
    CAST(AT_TIMEZONE(
      WITH_TIMEZONE(CAST(placed_at AS TIMESTAMP(6)), 'America/New_York'),
      'Australia/Sydney'
    ) AS TIMESTAMP(6))
  ) AS hour,
  COUNT(*) AS orders
FROM orders
WHERE
  placed_at < CAST('2023-02-28 08:00:00' AS TIMESTAMP)
GROUP BY
  1
ORDER BY
  hour
