SELECT
  CAST(DATE_TRUNC(
    'month',
    CAST(placed_at AS TIMESTAMP) AT TIME ZONE 'UTC' AT TIME ZONE 'Europe/Berlin'
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
