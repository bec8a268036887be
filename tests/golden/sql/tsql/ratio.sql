WITH parts AS (
  SELECT
    orders.region AS region,
    SUM(order_lines.quantity) AS units,
    CAST(NULL AS NUMERIC) AS orders
  FROM order_lines
  LEFT JOIN orders
    ON order_lines.order_id = orders.order_id
  GROUP BY
    orders.region
  UNION ALL
  SELECT
    region,
    CAST(NULL AS NUMERIC) AS units,
    COUNT(*) AS orders
  FROM orders
  GROUP BY
    region
)
SELECT
  region,
  CAST(MAX(units) AS FLOAT) / NULLIF(COALESCE(MAX(orders), 0), 0) AS units_per_orders
FROM parts
GROUP BY
  region
ORDER BY
  CASE WHEN region IS NULL THEN 1 ELSE 0 END,
  region
