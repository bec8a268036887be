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
      AND order_date >= CAST('2025-01-01' AS DATE)
      AND order_date < CAST('2026-01-01' AS DATE)
  )
ORDER BY
  customer_id
