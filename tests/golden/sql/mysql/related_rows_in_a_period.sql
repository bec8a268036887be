SELECT
  name
FROM customers
WHERE
  EXISTS(
    SELECT
      1
    FROM orders
    WHERE
      orders.customer_id = customers.customer_id
      AND order_date >= '2025-01-01'
      AND order_date < '2026-01-01'
  )
ORDER BY
  customer_id
