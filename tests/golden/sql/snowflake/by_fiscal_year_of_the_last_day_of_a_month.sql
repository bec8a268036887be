SELECT
  CAST(DATEADD(MONTH, 1, DATE_TRUNC('year', DATEADD(MONTH, -1, order_date))) AS DATE) AS fiscal_year,
  COUNT(*) AS orders
FROM orders
GROUP BY
  1
ORDER BY
  fiscal_year
