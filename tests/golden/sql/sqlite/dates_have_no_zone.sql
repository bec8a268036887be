SELECT
  DATE(order_date, 'start of year') AS year,
  COUNT(*) AS orders
FROM orders
GROUP BY
  1
ORDER BY
  year NULLS LAST
