SELECT
  DATE_TRUNC('quarter', order_date) AS quarter,
  COUNT(*) AS orders
FROM orders
GROUP BY
  1
ORDER BY
  quarter
