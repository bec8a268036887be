SELECT
  COUNT(*) AS orders
FROM orders
WHERE
  MONTH(order_date) IN (1, 12)
