SELECT
  COUNT(DISTINCT customers.customer_id) AS customers
FROM order_lines
LEFT JOIN orders
  ON order_lines.order_id = orders.order_id
LEFT JOIN products
  ON order_lines.product_id = products.product_id
LEFT JOIN customers
  ON orders.customer_id = customers.customer_id
WHERE
  products.category = 'Technology'
  AND orders.order_date >= '2024-01-01'
  AND orders.order_date < '2025-01-01'
