SELECT
  MAKEDATE(YEAR(order_date - INTERVAL '1' MONTH), 1) + INTERVAL '1' MONTH AS fiscal_year,
  COUNT(*) AS orders
FROM orders
GROUP BY
  1
ORDER BY
  MAX(MAKEDATE(YEAR(order_date - INTERVAL '1' MONTH), 1) + INTERVAL '1' MONTH) IS NULL,
  fiscal_year
