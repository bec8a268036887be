SELECT
  COUNT(*) AS orders
FROM orders
WHERE
  MOD(EXTRACT(DAYOFWEEK FROM order_date) + 5, 7) + 1 IN (6, 7)
