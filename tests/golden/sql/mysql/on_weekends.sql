SELECT
  COUNT(*) AS orders
FROM orders
WHERE
  WEEKDAY(order_date) + 1 IN (6, 7)
