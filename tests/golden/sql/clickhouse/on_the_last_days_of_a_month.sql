SELECT
  COUNT(*) AS orders
FROM orders
WHERE
  toDayOfMonth(order_date) BETWEEN 29 AND 31
