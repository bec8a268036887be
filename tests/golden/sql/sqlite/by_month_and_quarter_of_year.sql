SELECT
  CAST(STRFTIME('%m', order_date) AS INTEGER) AS month_of_year,
  (
    CAST(STRFTIME('%m', order_date) AS INTEGER) + 2
  ) / 3 AS quarter_of_year,
  COUNT(*) AS orders
FROM orders
GROUP BY
  1,
  2
ORDER BY
  month_of_year NULLS LAST,
  quarter_of_year NULLS LAST
