SELECT
  SUM(order_lines.quantity) AS units
FROM order_lines
LEFT JOIN orders
  ON order_lines.order_id = orders.order_id
WHERE
  orders.placed_at >= '2024-01-31' AND orders.placed_at < '2024-02-01'
