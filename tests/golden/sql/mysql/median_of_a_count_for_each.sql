WITH `each` AS (
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
  SUM(orders * GREATEST(0, 1 - ABS(orders_rank - 1 - 0.5 * (
    orders_count - 1
  )))) AS median_orders
FROM (
  SELECT
    CAST(orders AS DOUBLE) AS orders,
    ROW_NUMBER() OVER (ORDER BY orders IS NULL, orders) AS orders_rank,
    COUNT(orders) OVER () AS orders_count
  FROM `each`
  WHERE
    NOT name IS NULL
) AS ranked
