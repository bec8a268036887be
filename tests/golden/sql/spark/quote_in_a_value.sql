SELECT
  SUM(order_lines.quantity) AS units
FROM order_lines
LEFT JOIN products
  ON order_lines.product_id = products.product_id
WHERE
  (
    products.name <> 'x\' OR \'1\'=\'1' OR products.name IS NULL
  )
