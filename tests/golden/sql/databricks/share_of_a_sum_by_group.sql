SELECT
  orders.region AS region,
  SUM(CASE WHEN order_lines.returned = TRUE THEN order_lines.revenue ELSE 0 END) / NULLIF(SUM(order_lines.revenue), 0) AS revenue_share
FROM order_lines
LEFT JOIN orders
  ON order_lines.order_id = orders.order_id
GROUP BY
  1
ORDER BY
  region NULLS LAST
