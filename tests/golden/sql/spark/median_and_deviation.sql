SELECT
  MEDIAN(order_lines.revenue) AS median_revenue,
  STDDEV_SAMP(order_lines.quantity) AS stddev_quantity
FROM order_lines
LEFT JOIN orders
  ON order_lines.order_id = orders.order_id
WHERE
  orders.region = 'South'
