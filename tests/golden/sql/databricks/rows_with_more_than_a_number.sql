SELECT
  name
FROM customers
WHERE
  (
    SELECT
      COUNT(*)
    FROM orders
    WHERE
      orders.customer_id = customers.customer_id
  ) > 2
ORDER BY
  customer_id
