WITH parts AS (
  SELECT
    customers.country AS country,
    COUNT(*) AS orders,
    NULL AS customers
  FROM orders
  LEFT JOIN customers
    ON orders.customer_id = customers.customer_id
  GROUP BY
    1
  UNION ALL
  SELECT
    country,
    NULL AS orders,
    COUNT(*) AS customers
  FROM customers
  GROUP BY
    1
)
SELECT
  country,
  COALESCE(MAX(orders), 0) - COALESCE(MAX(customers), 0) AS orders_minus_customers
FROM parts
GROUP BY
  1
ORDER BY
  country NULLS LAST
