SELECT
  CAST(DATE_FORMAT(CONVERT_TZ(placed_at, 'UTC', 'Europe/Berlin'), '%Y-%m-01') AS DATE) AS month,
  region,
  COUNT(*) AS orders
FROM orders
GROUP BY
  1,
  2
ORDER BY
  MAX(
    CAST(DATE_FORMAT(CONVERT_TZ(placed_at, 'UTC', 'Europe/Berlin'), '%Y-%m-01') AS DATE)
  ) IS NULL,
  month,
  region IS NULL,
  region
