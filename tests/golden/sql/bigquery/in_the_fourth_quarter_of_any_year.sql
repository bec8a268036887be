SELECT
  COUNT(*) AS orders
FROM orders
WHERE
  EXTRACT(QUARTER FROM order_date) = 4
