SELECT
  order_id,
  CAST(CAST(placed_at AS DATETIME2) AT TIME ZONE 'UTC' AT TIME ZONE 'W. Europe Standard Time' AS DATETIME2) AS placed_at
FROM orders
WHERE
  order_id = 4
ORDER BY
  order_id
