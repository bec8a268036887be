SELECT
  COUNT(*) AS orders
FROM orders
WHERE
  DAY_OF_WEEK(order_date) = 2
