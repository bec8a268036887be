SELECT
  COUNT(*) AS orders
FROM orders
WHERE
  DAYOFWEEKISO(order_date) = 2
