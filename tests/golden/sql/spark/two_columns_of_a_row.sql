SELECT
  COUNT(*) AS order_lines
FROM order_lines
LEFT JOIN orders
  ON order_lines.order_id = orders.order_id
LEFT JOIN customers
  ON orders.customer_id = customers.customer_id
WHERE
  orders.order_date > customers.signup_date
