SELECT
  order_id
FROM orders
WHERE
  CAST(EXTRACT(DOW_ISO FROM order_date) AS INT) IN (6, 7)
ORDER BY
  order_id
