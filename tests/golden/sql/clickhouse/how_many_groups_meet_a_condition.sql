WITH each AS (
  SELECT
    orders.order_id AS order_id,
    SUM(order_lines.revenue) AS revenue
  FROM order_lines
  LEFT JOIN orders
    ON order_lines.order_id = orders.order_id
  GROUP BY
    1
  HAVING
    SUM(order_lines.revenue) > 500
)
SELECT
  COUNT(*) AS number
FROM each
WHERE
  NOT (
    order_id IS NULL
  )
SETTINGS join_use_nulls = 1
