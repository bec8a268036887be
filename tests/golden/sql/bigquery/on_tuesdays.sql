SELECT
  COUNT(*) AS orders
FROM orders
WHERE
  DATE_DIFF(CAST(order_date AS DATE), DATE_TRUNC(CAST(order_date AS DATE), ISOWEEK), DAY) + 1 = 2
