SELECT
  DATE_TRUNC(CAST(DATETIME(CAST(placed_at AS TIMESTAMP), 'Europe/Berlin') AS DATE), MONTH) AS month,
  region,
  COUNT(*) AS orders
FROM orders
GROUP BY
  1,
  2
ORDER BY
  month NULLS LAST,
  region NULLS LAST
