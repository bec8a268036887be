SELECT
  SUM(revenue * GREATEST(0, 1 - ABS(revenue_rank - 1 - 0.5 * (
    revenue_count - 1
  )))) AS median_revenue,
  STDDEV_SAMP(CAST(quantity AS DOUBLE)) AS stddev_quantity
FROM (
  SELECT
    CAST(order_lines.revenue AS DOUBLE) AS revenue,
    ROW_NUMBER() OVER (ORDER BY order_lines.revenue IS NULL, order_lines.revenue) AS revenue_rank,
    COUNT(order_lines.revenue) OVER () AS revenue_count,
    order_lines.quantity AS quantity
  FROM order_lines
  LEFT JOIN orders
    ON order_lines.order_id = orders.order_id
  WHERE
    orders.region = 'South'
) AS ranked
