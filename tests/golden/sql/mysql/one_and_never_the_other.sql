SELECT
  name
FROM customers
WHERE
  EXISTS(
    SELECT
      1
    FROM order_lines
    LEFT JOIN orders
      ON order_lines.order_id = orders.order_id
    LEFT JOIN products
      ON order_lines.product_id = products.product_id
    WHERE
      orders.customer_id = customers.customer_id AND products.name = 'Laptop'
  )
  AND NOT EXISTS(
    SELECT
      1
    FROM order_lines
    LEFT JOIN orders
      ON order_lines.order_id = orders.order_id
    LEFT JOIN products
      ON order_lines.product_id = products.product_id
    WHERE
      orders.customer_id = customers.customer_id AND products.name = 'Mystery!'
  )
ORDER BY
  customer_id
