WITH each AS (
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
  quantileExactInclusive(0.5)(toFloat64(revenue)) AS percentile_50_revenue
FROM each
WHERE
  NOT (
    order_id IS NULL
  )
SETTINGS join_use_nulls = 1, aggregate_functions_null_for_empty = 1
