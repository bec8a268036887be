SELECT
  SUM(order_lines.quantity) AS units
FROM order_lines
LEFT JOIN products
  ON order_lines.product_id = products.product_id
WHERE
  (
    products.category = 'Furniture' OR products.category IS NULL
  )
SETTINGS join_use_nulls = 1, aggregate_functions_null_for_empty = 1
