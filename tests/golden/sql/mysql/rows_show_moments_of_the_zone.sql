SELECT
  order_id,
  CONVERT_TZ(placed_at, 'UTC', 'Europe/Berlin') AS placed_at
FROM orders
WHERE
  order_id = 4
ORDER BY
  order_id
