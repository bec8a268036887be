SELECT
  products.category AS category,
  COUNT(DISTINCT customers.country) AS distinct_country
FROM order_lines
LEFT JOIN products
  ON order_lines.product_id = products.product_id
LEFT JOIN orders
  ON order_lines.order_id = orders.order_id
LEFT JOIN customers
  ON orders.customer_id = customers.customer_id
GROUP BY
  products.category
ORDER BY
  CASE WHEN products.category IS NULL THEN 1 ELSE 0 END,
  products.category
