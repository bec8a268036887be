SELECT
  order_id
FROM orders
WHERE
  DATEDIFF(DAY, CAST('0001-01-01' AS DATE), order_date) % 7 + 1 IN (6, 7)
ORDER BY
  order_id
