SELECT
  COUNT(*) AS orders
FROM orders
WHERE
  DAYOFWEEKISO(order_date) IN (6, 7)
