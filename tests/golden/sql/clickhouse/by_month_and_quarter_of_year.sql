SELECT
  toMonth(order_date) AS month_of_year,
  toQuarter(order_date) AS quarter_of_year,
  COUNT(*) AS orders
FROM orders
GROUP BY
  1,
  2
ORDER BY
  month_of_year,
  quarter_of_year
