SELECT
  order_id
FROM orders
WHERE
  WEEKDAY(order_date) + 1 IN (6, 7)
ORDER BY
  order_id
