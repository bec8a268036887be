WITH each AS (
  SELECT
    customers.name AS name,
    COUNT(*) AS orders
  FROM orders
  LEFT JOIN customers
    ON orders.customer_id = customers.customer_id
  GROUP BY
    1
)
SELECT
  MEDIAN(orders) AS median_orders
FROM each
WHERE
  NOT name IS NULL
