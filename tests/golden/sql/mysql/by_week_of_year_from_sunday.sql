SELECT
  WEEK(order_date + INTERVAL '1' DAY, 3) AS week_of_year,
  COUNT(*) AS orders
FROM orders
GROUP BY
  1
ORDER BY
  MAX(WEEK(order_date + INTERVAL '1' DAY, 3)) IS NULL,
  week_of_year
