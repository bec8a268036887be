SELECT
  DATE_TRUNC(
    'HOUR',
    CONVERT_TIMEZONE('America/New_York', 'Australia/Sydney', CAST(placed_at AS TIMESTAMP_NTZ))
  ) AS hour,
  COUNT(*) AS orders
FROM orders
WHERE
  placed_at < '2023-02-28 08:00:00'
GROUP BY
  1
ORDER BY
  hour NULLS LAST
