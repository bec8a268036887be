SELECT
  EXTRACT(MONTH FROM order_date) AS month_of_year,
  EXTRACT(QUARTER FROM order_date) AS quarter_of_year,
  COUNT(*) AS orders
FROM orders
GROUP BY
  1,
  2
ORDER BY
  month_of_year NULLS LAST,
  quarter_of_year NULLS LAST
