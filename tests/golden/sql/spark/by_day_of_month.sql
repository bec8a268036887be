SELECT
  CAST(EXTRACT(DAY FROM order_date) AS INT) AS day_of_month,
  COUNT(*) AS orders
FROM orders
GROUP BY
  1
ORDER BY
  day_of_month NULLS LAST
