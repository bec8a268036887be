WITH parts AS (
  SELECT
    customers.country AS country,
    customers.name AS name,
    SUM(order_lines.revenue) AS revenue,
    NULL AS orders
  FROM order_lines
  LEFT JOIN orders
    ON order_lines.order_id = orders.order_id
  LEFT JOIN customers
    ON orders.customer_id = customers.customer_id
  GROUP BY
    1,
    2
  UNION ALL
  SELECT
    customers.country AS country,
    customers.name AS name,
    NULL AS revenue,
    COUNT(*) AS orders
  FROM orders
  LEFT JOIN customers
    ON orders.customer_id = customers.customer_id
  GROUP BY
    1,
    2
), each AS (
  SELECT
    country,
    name,
    MAX(revenue) AS revenue
  FROM parts
  GROUP BY
    1,
    2
  HAVING
    COALESCE(MAX(orders), 0) > 2
)
SELECT
  country,
  COUNT(*) AS number
FROM each
WHERE
  NOT (
    name IS NULL
  )
GROUP BY
  1
ORDER BY
  country
SETTINGS join_use_nulls = 1
