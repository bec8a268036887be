SELECT
  orders.order_id AS order_id,
  customers.name AS name,
  orders.region AS region
FROM orders
LEFT JOIN customers
  ON orders.customer_id = customers.customer_id
WHERE
  orders.order_date >= '2024-01-01' AND orders.order_date < '2025-01-01'
ORDER BY
  region NULLS LAST,
  orders.order_id
LIMIT 4
