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
)
SELECT
  region,
  MAX(revenue) AS revenue
FROM parts
GROUP BY
  region
HAVING
  COALESCE(MAX(orders), 0) > 1
ORDER BY
  CASE WHEN region IS NULL THEN 1 ELSE 0 END,
  region
