SELECT
  orders.region AS region,
  SUM(order_lines.revenue) AS revenue
FROM order_lines
LEFT JOIN orders
  ON order_lines.order_id = orders.order_id
GROUP BY
  orders.region
ORDER BY
  revenue DESC,
  CASE WHEN orders.region IS NULL THEN 1 ELSE 0 END,
  orders.region
OFFSET 1 ROWS
FETCH FIRST 1 ROWS ONLY
