SELECT
  order_id
FROM orders
WHERE
  (
    CAST(EXTRACT(DOW FROM order_date) AS INTEGER) + 6
  ) % 7 + 1 IN (6, 7)
ORDER BY
  order_id
