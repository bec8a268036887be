SELECT
  region,
  COUNT(*) AS orders
FROM orders
GROUP BY
  1
ORDER BY
  region DESC
