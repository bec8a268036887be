SELECT
  COUNT(*) AS orders
FROM orders
WHERE
  (
    CAST(STRFTIME('%m', order_date) AS INTEGER) + 2
  ) / 3 = 4
