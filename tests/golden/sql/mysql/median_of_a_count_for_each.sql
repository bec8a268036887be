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
  SUM(median_orders) AS median_orders
FROM (
  SELECT
    CAST(orders AS DOUBLE) * GREATEST(
      1 - ABS(
        (
          COUNT(CAST(orders AS DOUBLE)) OVER () - 1
        ) * 0.5 + 1 - ROW_NUMBER() OVER (ORDER BY CAST(orders AS DOUBLE) IS NULL, CAST(orders AS DOUBLE))
      ),
      0
    ) AS median_orders
  FROM `each`
  WHERE
    NOT name IS NULL
) AS measured
