WITH parts AS (
  SELECT
    orders.region AS region,
    SUM(order_lines.revenue) AS revenue,
    CAST(NULL AS NUMERIC) AS orders
  FROM order_lines
  LEFT JOIN orders
    ON order_lines.order_id = orders.order_id
  GROUP BY
    orders.region
  UNION ALL
  SELECT
    region,
    CAST(NULL AS NUMERIC) AS revenue,
    COUNT(*) AS orders
  FROM orders
  GROUP BY
    region
), grouped AS (
  SELECT
    region AS region,
    MAX(revenue) AS revenue,
    COALESCE(MAX(orders), 0) AS orders
  FROM parts
  GROUP BY
    region
)
SELECT
  region,
  revenue
FROM grouped
WHERE
  orders > (
    SELECT
      AVG(CAST(orders AS FLOAT))
    FROM grouped
  )
ORDER BY
  CASE WHEN region IS NULL THEN 1 ELSE 0 END,
  region
