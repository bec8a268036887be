SELECT
  order_id,
  IN_ZONE(placed_at, 'UTC', 'Europe/Berlin') AS placed_at
FROM orders
WHERE
  order_id = 4
ORDER BY
  order_id
