WITH parts AS (
  SELECT
    customers.country AS country,
    COUNT(*) AS orders,
    CAST(NULL AS NUMERIC) AS customers
  FROM orders
  LEFT JOIN customers
    ON orders.customer_id = customers.customer_id
  GROUP BY
    customers.country
  UNION ALL
  SELECT
    country,
    CAST(NULL AS NUMERIC) AS orders,
    COUNT(*) AS customers
  FROM customers
  GROUP BY
    country
)
SELECT
  country,
  COALESCE(MAX(orders), 0) - COALESCE(MAX(customers), 0) AS orders_minus_customers
FROM parts
GROUP BY
  country
ORDER BY
  CASE WHEN country IS NULL THEN 1 ELSE 0 END,
  country
