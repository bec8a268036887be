SELECT
  COUNT(*) AS orders
FROM orders
WHERE
  CAST(STRFTIME('%m', order_date) AS INTEGER) IN (1, 12)
