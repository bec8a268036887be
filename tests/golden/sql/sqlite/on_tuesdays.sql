SELECT
  COUNT(*) AS orders
FROM orders
WHERE
  (
    CAST(STRFTIME('%w', order_date) AS INTEGER) + 6
  ) % 7 + 1 = 2
