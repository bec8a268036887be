WITH parts AS (
  SELECT
    orders.region AS region,
    SUM(order_lines.quantity) AS units,
    NULL AS units_previous
  FROM order_lines
  LEFT JOIN orders
    ON order_lines.order_id = orders.order_id
  WHERE
    orders.order_date >= '2024-01-01' AND orders.order_date < '2025-01-01'
  GROUP BY
    1
  UNION ALL
  SELECT
    orders.region AS region,
    NULL AS units,
    SUM(order_lines.quantity) AS units_previous
  FROM order_lines
  LEFT JOIN orders
    ON order_lines.order_id = orders.order_id
  WHERE
    orders.order_date >= '2023-01-01' AND orders.order_date < '2024-01-01'
  GROUP BY
    1
), grouped AS (
  SELECT
    region,
    MAX(units) AS units,
    MAX(units_previous) AS units_previous
  FROM parts
  GROUP BY
    1
)
SELECT
  region,
  units,
  units_previous,
  toFloat64(units - units_previous) / nullIf(ABS(units_previous), 0) AS units_change
FROM grouped
ORDER BY
  units_change DESC,
  region
SETTINGS join_use_nulls = 1
