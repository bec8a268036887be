SELECT
  CAST(DATE_TRUNC(
    'MONTH',
    CONVERT_TIMEZONE('UTC', 'Europe/Berlin', CAST(placed_at AS TIMESTAMP_NTZ))
  ) AS DATE) AS month,
  region,
  COUNT(*) AS orders
FROM orders
GROUP BY
  1,
  2
ORDER BY
  month NULLS LAST,
  region NULLS LAST
