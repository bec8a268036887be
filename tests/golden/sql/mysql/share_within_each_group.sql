WITH grouped AS (
  SELECT
    orders.region AS region,
    customers.country AS country,
    COUNT(*) AS orders
  FROM orders
  LEFT JOIN customers
    ON orders.customer_id = customers.customer_id
  GROUP BY
    1,
    2
)
SELECT
  region,
  country,
  CAST(orders AS DOUBLE) / NULLIF(SUM(orders) OVER (PARTITION BY region), 0) AS orders_share
FROM grouped
ORDER BY
  region IS NULL,
  region,
  country IS NULL,
  country
