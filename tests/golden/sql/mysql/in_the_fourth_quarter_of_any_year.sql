SELECT
  COUNT(*) AS orders
FROM orders
WHERE
  QUARTER(order_date) = 4
