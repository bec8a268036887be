SELECT
  DATE_TRUNC('year', order_date) AS year,
  COUNT(*) AS orders
FROM orders
GROUP BY
  1
ORDER BY
  year
