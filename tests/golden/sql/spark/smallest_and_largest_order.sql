WITH each AS (
  SELECT
    orders.order_id AS order_id,
    SUM(order_lines.revenue) AS revenue
  FROM order_lines
  LEFT JOIN orders
    ON order_lines.order_id = orders.order_id
  GROUP BY
    1
)
SELECT
  MIN(revenue) AS lowest_revenue,
  MAX(revenue) AS highest_revenue
FROM each
WHERE
  NOT order_id IS NULL
