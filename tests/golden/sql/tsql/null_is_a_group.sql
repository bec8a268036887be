SELECT
  products.category AS category,
  SUM(order_lines.revenue) AS revenue
FROM order_lines
LEFT JOIN products
  ON order_lines.product_id = products.product_id
GROUP BY
  products.category
ORDER BY
  CASE WHEN products.category IS NULL THEN 1 ELSE 0 END,
  products.category
