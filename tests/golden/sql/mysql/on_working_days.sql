SELECT
  COUNT(*) AS orders
FROM orders
WHERE
  WEEKDAY(order_date) + 1 BETWEEN 1 AND 5
