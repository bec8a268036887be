SELECT
  PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY
    order_lines.revenue) AS median_revenue,
  CAST(STDDEV_SAMP(order_lines.quantity) AS DOUBLE PRECISION) AS stddev_quantity
FROM order_lines
LEFT JOIN orders
  ON order_lines.order_id = orders.order_id
WHERE
  orders.region = 'South'
