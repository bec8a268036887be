SELECT
  COUNT(*) AS orders
FROM orders
WHERE
  EXTRACT(MONTH FROM order_date) IN (1, 12)
