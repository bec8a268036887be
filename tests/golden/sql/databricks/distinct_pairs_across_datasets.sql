SELECT DISTINCT
  orders.region AS region,
  products.category AS category
FROM order_lines
LEFT JOIN orders
  ON order_lines.order_id = orders.order_id
LEFT JOIN products
  ON order_lines.product_id = products.product_id
ORDER BY
  region NULLS LAST,
  category NULLS LAST
