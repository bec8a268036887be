SELECT
  products.name AS name,
  SUM(order_lines.quantity) AS units
FROM order_lines
LEFT JOIN products
  ON order_lines.product_id = products.product_id
GROUP BY
  1
ORDER BY
  units DESC,
  name NULLS LAST
LIMIT 2
