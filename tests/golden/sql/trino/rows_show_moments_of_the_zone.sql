SELECT
  order_id,
  CAST(AT_TIMEZONE(WITH_TIMEZONE(CAST(placed_at AS TIMESTAMP(6)), 'UTC'), 'Europe/Berlin') AS TIMESTAMP(6)) AS placed_at
FROM orders
WHERE
  order_id = 4
ORDER BY
  order_id
