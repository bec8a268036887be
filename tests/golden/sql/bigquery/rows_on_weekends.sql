SELECT
  order_id
FROM orders
WHERE
  DATE_DIFF(CAST(order_date AS DATE), DATE_TRUNC(CAST(order_date AS DATE), ISOWEEK), DAY) + 1 IN (6, 7)
ORDER BY
  order_id
