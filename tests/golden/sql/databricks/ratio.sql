WITH parts AS (
  SELECT
    orders.region AS region,
    SUM(order_lines.quantity) AS units,
    NULL AS orders
  FROM order_lines
  LEFT JOIN orders
    ON order_lines.order_id = orders.order_id
  GROUP BY
    1
  UNION ALL
  SELECT
    region,
    NULL AS units,
    COUNT(*) AS orders
  FROM orders
  GROUP BY
    1
)
SELECT
  region,
  MAX(units) / NULLIF(COALESCE(MAX(orders), 0), 0) AS units_per_orders
FROM parts
GROUP BY
  1
ORDER BY
  region NULLS LAST
