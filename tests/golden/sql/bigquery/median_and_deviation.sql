SELECT
  MAX(median_revenue) AS median_revenue,
  STDDEV_SAMP(quantity) AS stddev_quantity
FROM (
  SELECT
    PERCENTILE_CONT(CAST(order_lines.revenue AS FLOAT64), 0.5) OVER () AS median_revenue,
    order_lines.quantity AS quantity
  FROM order_lines
  LEFT JOIN orders
    ON order_lines.order_id = orders.order_id
  WHERE
    orders.region = 'South'
) AS measured
