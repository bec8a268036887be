SELECT
  COUNT(*) AS orders
FROM orders
WHERE
  toMonth(order_date) IN (1, 12)
