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
  1
ORDER BY
  country
SETTINGS join_use_nulls = 1
