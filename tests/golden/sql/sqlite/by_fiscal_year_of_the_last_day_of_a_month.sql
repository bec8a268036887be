SELECT
  DATE(order_date, 'start of month', '-1 months', 'start of year', '+1 months') AS fiscal_year,
  COUNT(*) AS orders
FROM orders
GROUP BY
  1
ORDER BY
  fiscal_year NULLS LAST
