SELECT
  quantileExactInclusive(0.5)(toFloat64(order_lines.revenue)) AS median_revenue,
  STDDEV_SAMP(order_lines.quantity) AS stddev_quantity
FROM order_lines
LEFT JOIN orders
  ON order_lines.order_id = orders.order_id
WHERE
  orders.region = 'South'
SETTINGS join_use_nulls = 1, aggregate_functions_null_for_empty = 1
