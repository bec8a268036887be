WITH parts AS (
  SELECT
    products.category AS category,
    SUM(order_lines.quantity) AS units,
    CAST(NULL AS NUMERIC) AS units_previous
  FROM order_lines
  LEFT JOIN orders
    ON order_lines.order_id = orders.order_id
  LEFT JOIN products
    ON order_lines.product_id = products.product_id
  WHERE
    orders.order_date >= CAST('2025-01-01' AS DATE)
    AND orders.order_date < CAST('2026-01-01' AS DATE)
  GROUP BY
    products.category
  UNION ALL
  SELECT
    products.category AS category,
    CAST(NULL AS NUMERIC) AS units,
    SUM(order_lines.quantity) AS units_previous
  FROM order_lines
  LEFT JOIN orders
    ON order_lines.order_id = orders.order_id
  LEFT JOIN products
    ON order_lines.product_id = products.product_id
  WHERE
    orders.order_date >= CAST('2024-01-01' AS DATE)
    AND orders.order_date < CAST('2025-01-01' AS DATE)
  GROUP BY
    products.category
), grouped AS (
  SELECT
    category AS category,
    MAX(units) AS units,
    MAX(units_previous) AS units_previous
  FROM parts
  GROUP BY
    category
)
SELECT
  category,
  units,
  units_previous,
  CAST((
    units - units_previous
  ) AS FLOAT) / NULLIF(ABS(units_previous), 0) AS units_change
FROM grouped
ORDER BY
  CASE WHEN category IS NULL THEN 1 ELSE 0 END,
  category
