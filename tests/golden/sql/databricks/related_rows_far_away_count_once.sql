SELECT
  name
FROM customers
WHERE
  (
    SELECT
      COUNT(DISTINCT products.product_id)
    FROM order_lines
    LEFT JOIN orders
      ON order_lines.order_id = orders.order_id
    LEFT JOIN products
      ON order_lines.product_id = products.product_id
    WHERE
      orders.customer_id = customers.customer_id
  ) = 3
ORDER BY
  customer_id
