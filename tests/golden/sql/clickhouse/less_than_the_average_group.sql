WITH grouped AS (
  SELECT
    orders.region AS region,
    SUM(order_lines.revenue) AS revenue
  FROM order_lines
  LEFT JOIN orders
    ON order_lines.order_id = orders.order_id
  GROUP BY
    1
)
SELECT
  region,
  revenue
FROM grouped
WHERE
  revenue < (
    SELECT
      AVG(revenue)
    FROM grouped
  )
ORDER BY
  region
SETTINGS join_use_nulls = 1, aggregate_functions_null_for_empty = 1
