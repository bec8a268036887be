SELECT
  CAST(DAYOFWEEKISO(order_date) IN (6, 7) AS INT) AS weekend,
  COUNT(*) AS orders
FROM orders
GROUP BY
  1
ORDER BY
  weekend
