SELECT
TOP 4
  orders.order_id AS order_id,
  customers.name AS name,
  orders.region AS region
FROM orders
LEFT JOIN customers
  ON orders.customer_id = customers.customer_id
WHERE
  orders.order_date >= CAST('2024-01-01' AS DATE)
  AND orders.order_date < CAST('2025-01-01' AS DATE)
ORDER BY
  CASE WHEN orders.region IS NULL THEN 1 ELSE 0 END,
  orders.region,
  orders.order_id
