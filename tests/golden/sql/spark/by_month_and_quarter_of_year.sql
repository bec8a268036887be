SELECT
  CAST(EXTRACT(MONTH FROM order_date) AS INT) AS month_of_year,
  CAST(EXTRACT(QUARTER FROM order_date) AS INT) AS quarter_of_year,
  COUNT(*) AS orders
FROM orders
GROUP BY
  1,
  2
ORDER BY
  month_of_year NULLS LAST,
  quarter_of_year NULLS LAST
