SELECT
  DATE_TRUNC(order_date, YEAR) AS year,
  COUNT(*) AS orders
FROM orders
GROUP BY
  1
ORDER BY
  year NULLS LAST
