SELECT
  COUNT(*) AS orders
FROM orders
WHERE
  CAST(EXTRACT(DOW_ISO FROM order_date) AS INT) = 2
