SELECT
  order_id
FROM orders
WHERE
  DAY_OF_WEEK(order_date) IN (6, 7)
ORDER BY
  order_id
