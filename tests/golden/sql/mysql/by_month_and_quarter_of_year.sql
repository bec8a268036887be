SELECT
  MONTH(order_date) AS month_of_year,
  QUARTER(order_date) AS quarter_of_year,
  COUNT(*) AS orders
FROM orders
GROUP BY
  1,
  2
ORDER BY
  MAX(MONTH(order_date)) IS NULL,
  month_of_year,
  MAX(QUARTER(order_date)) IS NULL,
  quarter_of_year
