SELECT
  CAST(DATE_PART(MONTH, order_date) AS INT) AS month_of_year,
  QUARTER(order_date) AS quarter_of_year,
  COUNT(*) AS orders
FROM orders
GROUP BY
  1,
  2
ORDER BY
  month_of_year,
  quarter_of_year
