SELECT
  order_id
FROM orders
WHERE
  toDayOfWeek(order_date) IN (6, 7)
ORDER BY
  order_id
