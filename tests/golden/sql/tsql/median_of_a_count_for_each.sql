WITH each AS (
  SELECT
    customers.name AS name,
    COUNT(*) AS orders
  FROM orders
  LEFT JOIN customers
    ON orders.customer_id = customers.customer_id
  GROUP BY
    customers.name
)
SELECT
  MAX(median_orders) AS median_orders
FROM (
  SELECT
    PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY
      CAST(orders AS FLOAT)) OVER () AS median_orders
  FROM each
  WHERE
    NOT name IS NULL
) AS measured
