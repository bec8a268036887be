SELECT
  SUM(order_lines.quantity) AS units
FROM order_lines
LEFT JOIN products
  ON order_lines.product_id = products.product_id
WHERE
  (
    products.category <> 'Technology' OR products.category IS NULL
  )
