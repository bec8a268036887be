SELECT
  name
FROM (
  SELECT DISTINCT
    customers.name AS name,
    customers.customer_id AS customer_id
  FROM order_lines
  LEFT JOIN products
    ON order_lines.product_id = products.product_id
  LEFT JOIN orders
    ON order_lines.order_id = orders.order_id
  LEFT JOIN customers
    ON orders.customer_id = customers.customer_id
  WHERE
    products.category = 'Technology'
) AS customers_once
ORDER BY
  customer_id
SETTINGS join_use_nulls = 1
