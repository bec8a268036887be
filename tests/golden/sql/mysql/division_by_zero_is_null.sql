SELECT
  CAST(SUM(order_lines.revenue) AS DOUBLE) / NULLIF(SUM(CASE WHEN order_lines.returned THEN order_lines.quantity ELSE 0 END), 0) AS revenue_per_returned_units
FROM order_lines
LEFT JOIN orders
  ON order_lines.order_id = orders.order_id
WHERE
  orders.region IS NULL
