SELECT
  name
FROM customers
WHERE
  COALESCE(
    (
      SELECT
        COUNT(*)
      FROM orders
      WHERE
        orders.customer_id = customers.customer_id
    ),
    0
  ) > 2
ORDER BY
  customer_id
