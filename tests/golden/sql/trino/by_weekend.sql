SELECT
  CAST(DAY_OF_WEEK(order_date) IN (6, 7) AS INTEGER) AS weekend,
  COUNT(*) AS orders
FROM orders
GROUP BY
  1
ORDER BY
  weekend
