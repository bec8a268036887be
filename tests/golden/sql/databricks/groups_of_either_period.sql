WITH parts AS (
  SELECT
    products.category AS category,
    SUM(order_lines.quantity) AS units,
    NULL AS units_previous
  FROM order_lines
  LEFT JOIN orders
    ON order_lines.order_id = orders.order_id
  LEFT JOIN products
    ON order_lines.product_id = products.product_id
  WHERE
    orders.order_date >= '2025-01-01' AND orders.order_date < '2026-01-01'
  GROUP BY
    1
  UNION ALL
  SELECT
    products.category AS category,
    NULL AS units,
    SUM(order_lines.quantity) AS units_previous
  FROM order_lines
  LEFT JOIN orders
    ON order_lines.order_id = orders.order_id
  LEFT JOIN products
    ON order_lines.product_id = products.product_id
  WHERE
    orders.order_date >= '2024-01-01' AND orders.order_date < '2025-01-01'
  GROUP BY
    1
), grouped AS (
  SELECT
    category,
    MAX(units) AS units,
    MAX(units_previous) AS units_previous
  FROM parts
  GROUP BY
    1
)
SELECT
  category,
  units,
  units_previous,
  (
    units - units_previous
  ) / NULLIF(ABS(units_previous), 0) AS units_change
FROM grouped
ORDER BY
  category NULLS LAST
