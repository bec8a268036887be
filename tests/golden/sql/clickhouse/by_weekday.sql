SELECT
  toDayOfWeek(order_date) AS weekday,
  COUNT(*) AS orders
FROM orders
GROUP BY
  1
ORDER BY
  weekday
