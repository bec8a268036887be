SELECT
  DATE_DIFF(CAST(order_date AS DATE), DATE_TRUNC(CAST(order_date AS DATE), ISOWEEK), DAY) + 1 AS weekday,
  COUNT(*) AS orders
FROM orders
GROUP BY
  1
ORDER BY
  weekday NULLS LAST
