SELECT
  region,
  COUNT(*) AS orders
FROM orders
GROUP BY
  region
ORDER BY
  region DESC
