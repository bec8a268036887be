SELECT
  CAST(DATE_TRUNC(
    'month',
    CAST(AT_TIMEZONE(WITH_TIMEZONE(CAST(placed_at AS TIMESTAMP(6)), 'UTC'), 'Europe/Berlin') AS TIMESTAMP(6))
  ) AS DATE) AS month,
  region,
  COUNT(*) AS orders
FROM orders
GROUP BY
  1,
  2
ORDER BY
  month,
  region
