SELECT
  customers.country AS country,
  SUM(order_lines.revenue) AS revenue,
  SUM(order_lines.quantity) AS units
FROM order_lines
LEFT JOIN orders
  ON order_lines.order_id = orders.order_id
LEFT JOIN customers
  ON orders.customer_id = customers.customer_id
GROUP BY
  customers.country
ORDER BY
  CASE WHEN customers.country IS NULL THEN 1 ELSE 0 END,
  customers.country
