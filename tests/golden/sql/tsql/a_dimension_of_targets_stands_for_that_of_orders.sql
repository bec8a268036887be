SELECT
  orders.region AS area,
  SUM(order_lines.revenue) AS revenue
FROM order_lines
LEFT JOIN orders
  ON order_lines.order_id = orders.order_id
WHERE
  orders.region IN ('North', 'South')
GROUP BY
  orders.region
ORDER BY
  CASE WHEN orders.region IS NULL THEN 1 ELSE 0 END,
  orders.region
