SELECT
  DATE_TRUNC('year', order_date - INTERVAL '1' MONTH) + INTERVAL '1' MONTH AS fiscal_year,
  COUNT(*) AS orders
FROM orders
GROUP BY
  1
ORDER BY
  fiscal_year
