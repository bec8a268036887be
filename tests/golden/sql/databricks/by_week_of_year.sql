SELECT
  CAST(EXTRACT(WEEK FROM order_date) AS INT) AS week_of_year,
  COUNT(*) AS orders
FROM orders
GROUP BY
  1
ORDER BY
  week_of_year NULLS LAST
