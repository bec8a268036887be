SELECT
  COUNT(*) AS orders
FROM orders
WHERE
  DATEPART(MONTH, order_date) IN (1, 12)
