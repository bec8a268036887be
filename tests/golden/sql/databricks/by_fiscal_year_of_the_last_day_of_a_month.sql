SELECT
  CAST(DATE_TRUNC('YEAR', order_date - INTERVAL '1' MONTH) + INTERVAL '1' MONTH AS DATE) AS fiscal_year,
  COUNT(*) AS orders
FROM orders
GROUP BY
  1
ORDER BY
  fiscal_year NULLS LAST
