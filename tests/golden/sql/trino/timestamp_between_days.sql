SELECT
  SUM(order_lines.quantity) AS units
FROM order_lines
LEFT JOIN orders
  ON order_lines.order_id = orders.order_id
WHERE
  orders.placed_at >= CAST('2024-01-31' AS DATE)
  AND orders.placed_at < CAST('2025-01-01' AS DATE)
