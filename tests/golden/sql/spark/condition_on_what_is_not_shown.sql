WITH parts AS (
  SELECT
    orders.region AS region,
    SUM(order_lines.revenue) AS revenue,
    NULL AS orders
  FROM order_lines
  LEFT JOIN orders
    ON order_lines.order_id = orders.order_id
  GROUP BY
    1
  UNION ALL
  SELECT
    region,
    NULL AS revenue,
    COUNT(*) AS orders
  FROM orders
  GROUP BY
    1
), grouped AS (
  SELECT
    region,
    MAX(revenue) AS revenue,
    COALESCE(MAX(orders), 0) AS orders
  FROM parts
  GROUP BY
    1
)
SELECT
  region,
  revenue
FROM grouped
WHERE
  orders > (
    SELECT
      AVG(CAST(orders AS DOUBLE))
    FROM grouped
  )
ORDER BY
  region NULLS LAST
