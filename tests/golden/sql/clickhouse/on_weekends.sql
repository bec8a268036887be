SELECT
  COUNT(*) AS orders
FROM orders
WHERE
  toDayOfWeek(order_date) IN (6, 7)
