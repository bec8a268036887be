WITH grouped AS (
  SELECT
    orders.region AS region,
    customers.country AS country,
    COUNT(*) AS orders
  FROM orders
  LEFT JOIN customers
    ON orders.customer_id = customers.customer_id
  GROUP BY
    orders.region,
    customers.country
)
SELECT
  region,
  country,
  CAST(orders AS FLOAT) / NULLIF(SUM(orders) OVER (PARTITION BY region), 0) AS orders_share
FROM grouped
ORDER BY
  CASE WHEN region IS NULL THEN 1 ELSE 0 END,
  region,
  CASE WHEN country IS NULL THEN 1 ELSE 0 END,
  country
