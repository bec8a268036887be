SELECT
  WEEKDAY(order_date) + 1 AS weekday,
  COUNT(*) AS orders
FROM orders
GROUP BY
  1
ORDER BY
  MAX(WEEKDAY(order_date) + 1) IS NULL,
  weekday
