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
  quantileExactInclusive(0.5)(toFloat64(orders)) AS median_orders
FROM each
WHERE
  NOT (
    name IS NULL
  )
SETTINGS join_use_nulls = 1, aggregate_functions_null_for_empty = 1
