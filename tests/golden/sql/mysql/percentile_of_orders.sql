WITH `each` AS (
  SELECT
    orders.order_id AS order_id,
    SUM(order_lines.revenue) AS revenue
  FROM order_lines
  LEFT JOIN orders
    ON order_lines.order_id = orders.order_id
  WHERE
    orders.region = 'South'
  GROUP BY
    1
)
SELECT
  SUM(revenue * GREATEST(0, 1 - ABS(revenue_rank - 1 - 0.5 * (
    revenue_count - 1
  )))) AS percentile_50_revenue
FROM (
  SELECT
    CAST(revenue AS DOUBLE) AS revenue,
    ROW_NUMBER() OVER (ORDER BY revenue IS NULL, revenue) AS revenue_rank,
    COUNT(revenue) OVER () AS revenue_count
  FROM `each`
  WHERE
    NOT order_id IS NULL
) AS ranked
