SELECT
TOP 2
  products.name AS name,
  SUM(order_lines.quantity) AS units
FROM order_lines
LEFT JOIN products
  ON order_lines.product_id = products.product_id
GROUP BY
  products.name
ORDER BY
  units DESC,
  CASE WHEN products.name IS NULL THEN 1 ELSE 0 END,
  products.name
