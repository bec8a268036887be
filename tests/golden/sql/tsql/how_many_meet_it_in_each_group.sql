WITH parts AS (
  SELECT
    customers.country AS country,
    customers.name AS name,
    SUM(order_lines.revenue) AS revenue,
    CAST(NULL AS NUMERIC) AS orders
  FROM order_lines
  LEFT JOIN orders
    ON order_lines.order_id = orders.order_id
  LEFT JOIN customers
    ON orders.customer_id = customers.customer_id
  GROUP BY
    customers.country,
    customers.name
  UNION ALL
  SELECT
    customers.country AS country,
    customers.name AS name,
    CAST(NULL AS NUMERIC) AS revenue,
    COUNT(*) AS orders
  FROM orders
  LEFT JOIN customers
    ON orders.customer_id = customers.customer_id
  GROUP BY
    customers.country,
    customers.name
), each AS (
  SELECT
    country AS country,
    name AS name,
    MAX(revenue) AS revenue
  FROM parts
  GROUP BY
    country,
    name
  HAVING
    COALESCE(MAX(orders), 0) > 2
)
SELECT
  country,
  COUNT(*) AS number
FROM each
WHERE
  NOT name IS NULL
GROUP BY
  country
ORDER BY
  CASE WHEN country IS NULL THEN 1 ELSE 0 END,
  country
