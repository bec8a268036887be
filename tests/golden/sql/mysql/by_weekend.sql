SELECT
  CAST(WEEKDAY(order_date) + 1 IN (6, 7) AS SIGNED) AS weekend,
  COUNT(*) AS orders
FROM orders
GROUP BY
  1
ORDER BY
  MAX(CAST(WEEKDAY(order_date) + 1 IN (6, 7) AS SIGNED)) IS NULL,
  weekend
