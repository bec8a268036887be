SELECT
  MAKEDATE(YEAR(order_date), 1) AS year,
  COUNT(*) AS orders
FROM orders
GROUP BY
  1
ORDER BY
  MAX(MAKEDATE(YEAR(order_date), 1)) IS NULL,
  year
