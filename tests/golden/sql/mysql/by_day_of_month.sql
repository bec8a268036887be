SELECT
  DAYOFMONTH(order_date) AS day_of_month,
  COUNT(*) AS orders
FROM orders
GROUP BY
  1
ORDER BY
  MAX(DAYOFMONTH(order_date)) IS NULL,
  day_of_month
