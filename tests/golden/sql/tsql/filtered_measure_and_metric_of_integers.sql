SELECT
  products.category AS category,
  SUM(CASE WHEN order_lines.returned <> 0 THEN order_lines.quantity ELSE 0 END) AS returned_units,
  CAST(SUM(CASE WHEN order_lines.returned <> 0 THEN order_lines.quantity ELSE 0 END) AS FLOAT) / NULLIF(SUM(order_lines.quantity), 0) AS return_rate
FROM order_lines
LEFT JOIN products
  ON order_lines.product_id = products.product_id
GROUP BY
  products.category
ORDER BY
  CASE WHEN products.category IS NULL THEN 1 ELSE 0 END,
  products.category
