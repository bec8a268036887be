SELECT
  COUNT(*) AS orders
FROM orders
WHERE
  toDayOfWeek(order_date) BETWEEN 1 AND 5
