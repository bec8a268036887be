SELECT
  CAST(DATE_DIFF(CAST(order_date AS DATE), DATE_TRUNC(CAST(order_date AS DATE), ISOWEEK), DAY) + 1 IN (6, 7) AS INT64) AS weekend,
  COUNT(*) AS orders
FROM orders
GROUP BY
  1
ORDER BY
  weekend NULLS LAST
