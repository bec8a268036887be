SELECT
  order_id
FROM orders
WHERE
  MOD(EXTRACT(DAYOFWEEK FROM order_date) + 5, 7) + 1 IN (6, 7)
ORDER BY
  order_id
