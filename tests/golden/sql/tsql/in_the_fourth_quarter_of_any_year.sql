SELECT
  COUNT(*) AS orders
FROM orders
WHERE
  DATEPART(QUARTER, order_date) = 4
