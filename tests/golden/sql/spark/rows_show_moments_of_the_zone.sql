SELECT
  order_id,
  CONVERT_TIMEZONE('UTC', 'Europe/Berlin', CAST(placed_at AS TIMESTAMP_NTZ)) AS placed_at
FROM orders
WHERE
  order_id = 4
ORDER BY
  order_id
