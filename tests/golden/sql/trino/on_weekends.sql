SELECT
  COUNT(*) AS orders
FROM orders
WHERE
  DAY_OF_WEEK(order_date) IN (6, 7)
