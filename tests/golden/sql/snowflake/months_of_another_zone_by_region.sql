SELECT
  CAST(DATE_TRUNC('month', CONVERT_TIMEZONE('UTC', 'Europe/Berlin', CAST(placed_at AS TIMESTAMPNTZ))) AS DATE) AS month,
  region,
  COUNT(*) AS orders
FROM orders
GROUP BY
  1,
  2
ORDER BY
  month,
  region
