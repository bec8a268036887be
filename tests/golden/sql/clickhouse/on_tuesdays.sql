SELECT
  COUNT(*) AS orders
FROM orders
WHERE
  toDayOfWeek(order_date) = 2
