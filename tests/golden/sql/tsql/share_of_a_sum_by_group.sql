SELECT
  orders.region AS region,
  CAST(SUM(CASE WHEN order_lines.returned = 1 THEN order_lines.revenue ELSE 0 END) AS FLOAT) / NULLIF(SUM(order_lines.revenue), 0) AS revenue_share
FROM order_lines
LEFT JOIN orders
  ON order_lines.order_id = orders.order_id
GROUP BY
  orders.region
ORDER BY
  CASE WHEN orders.region IS NULL THEN 1 ELSE 0 END,
  orders.region
