SELECT
  COUNT(*) AS orders
FROM orders
WHERE
  toQuarter(order_date) = 4
