WITH parts AS (
  SELECT
    orders.region AS region,
    SUM(order_lines.quantity) AS units,
    CAST(NULL AS NUMERIC) AS units_previous
  FROM order_lines
  LEFT JOIN orders
    ON order_lines.order_id = orders.order_id
  WHERE
    orders.order_date >= CAST('2024-01-01' AS DATE)
    AND orders.order_date < CAST('2025-01-01' AS DATE)
  GROUP BY
    orders.region
  UNION ALL
  SELECT
    orders.region AS region,
    CAST(NULL AS NUMERIC) AS units,
    SUM(order_lines.quantity) AS units_previous
  FROM order_lines
  LEFT JOIN orders
    ON order_lines.order_id = orders.order_id
  WHERE
    orders.order_date >= CAST('2023-01-01' AS DATE)
    AND orders.order_date < CAST('2024-01-01' AS DATE)
  GROUP BY
    orders.region
), grouped AS (
  SELECT
    region AS region,
    MAX(units) AS units,
    MAX(units_previous) AS units_previous
  FROM parts
  GROUP BY
    region
)
SELECT
  region,
  units,
  units_previous,
  CAST((
    units - units_previous
  ) AS FLOAT) / NULLIF(ABS(units_previous), 0) AS units_change
FROM grouped
ORDER BY
  units_change DESC,
  CASE WHEN region IS NULL THEN 1 ELSE 0 END,
  region
