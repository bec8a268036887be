SELECT
  toFloat64(SUM(order_lines.revenue)) / nullIf(SUM(CASE WHEN order_lines.returned THEN order_lines.quantity ELSE 0 END), 0) AS revenue_per_returned_units
FROM order_lines
LEFT JOIN orders
  ON order_lines.order_id = orders.order_id
WHERE
  orders.region IS NULL
SETTINGS join_use_nulls = 1, aggregate_functions_null_for_empty = 1
