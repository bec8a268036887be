SELECT
  COUNT(*) AS products
FROM products
WHERE
  NOT EXISTS(
    SELECT
      1
    FROM order_lines
    WHERE
      order_lines.product_id = products.product_id
  )
