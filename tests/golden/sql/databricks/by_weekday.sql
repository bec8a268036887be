SELECT
  CAST(EXTRACT(DOW_ISO FROM order_date) AS INT) AS weekday,
  COUNT(*) AS orders
FROM orders
GROUP BY
  1
ORDER BY
  weekday NULLS LAST
