SELECT
  order_id,
  CAST(placed_at AS TIMESTAMP) AT TIME ZONE 'UTC' AT TIME ZONE 'Europe/Berlin' AS placed_at
FROM orders
WHERE
  order_id = 4
ORDER BY
  order_id
