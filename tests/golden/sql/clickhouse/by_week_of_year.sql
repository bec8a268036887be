SELECT
  toISOWeek(order_date) AS week_of_year,
  COUNT(*) AS orders
FROM orders
GROUP BY
  1
ORDER BY
  week_of_year
