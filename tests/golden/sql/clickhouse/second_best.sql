SELECT
  orders.region AS region,
  SUM(order_lines.revenue) AS revenue
FROM order_lines
LEFT JOIN orders
  ON order_lines.order_id = orders.order_id
GROUP BY
  1
ORDER BY
  revenue DESC,
  region
LIMIT 1
OFFSET 1
SETTINGS join_use_nulls = 1
