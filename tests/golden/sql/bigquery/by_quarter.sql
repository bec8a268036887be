SELECT
  DATE_TRUNC(order_date, QUARTER) AS quarter,
  COUNT(*) AS orders
FROM orders
GROUP BY
  1
ORDER BY
  quarter NULLS LAST
