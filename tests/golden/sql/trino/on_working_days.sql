SELECT
  COUNT(*) AS orders
FROM orders
WHERE
  DAY_OF_WEEK(order_date) BETWEEN 1 AND 5
