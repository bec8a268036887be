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
)
SELECT
  region,
  MAX(revenue) AS revenue
FROM parts
GROUP BY
  1
HAVING
  COALESCE(MAX(orders), 0) > 1
ORDER BY
  region IS NULL,
  region
