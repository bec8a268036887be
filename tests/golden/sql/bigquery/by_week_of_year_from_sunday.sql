SELECT
  EXTRACT(ISOWEEK FROM DATE_ADD(CAST(order_date AS DATE), INTERVAL 1 DAY)) AS week_of_year,
  COUNT(*) AS orders
FROM orders
GROUP BY
  1
ORDER BY
  week_of_year NULLS LAST
