SELECT
  order_id,
  toTimeZone(placed_at, 'Europe/Berlin') AS placed_at
FROM orders
WHERE
  order_id = 4
ORDER BY
  order_id
