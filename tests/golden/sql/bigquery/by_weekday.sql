SELECT
  MOD(EXTRACT(DAYOFWEEK FROM order_date) + 5, 7) + 1 AS weekday,
  COUNT(*) AS orders
FROM orders
GROUP BY
  1
ORDER BY
  weekday NULLS LAST
