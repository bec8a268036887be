SELECT
  order_id,
  DATETIME(CAST(placed_at AS TIMESTAMP), 'Europe/Berlin') AS placed_at
FROM orders
WHERE
  order_id = 4
ORDER BY
  order_id
