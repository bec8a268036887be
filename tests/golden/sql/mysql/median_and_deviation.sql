SELECT
  SUM(median_revenue) AS median_revenue,
  STDDEV_SAMP(CAST(quantity AS DOUBLE)) AS stddev_quantity
FROM (
  SELECT
    CAST(order_lines.revenue AS DOUBLE) * GREATEST(
      1 - ABS(
        (
          COUNT(CAST(order_lines.revenue AS DOUBLE)) OVER () - 1
        ) * 0.5 + 1 - ROW_NUMBER() OVER (
          ORDER BY CAST(order_lines.revenue AS DOUBLE) IS NULL, CAST(order_lines.revenue AS DOUBLE)
        )
      ),
      0
    ) AS median_revenue,
    order_lines.quantity AS quantity
  FROM order_lines
  LEFT JOIN orders
    ON order_lines.order_id = orders.order_id
  WHERE
    orders.region = 'South'
) AS measured
