WITH parts AS (
  SELECT
    SUM(order_lines.quantity) AS units,
    NULL AS units_previous
  FROM order_lines
  LEFT JOIN orders
    ON order_lines.order_id = orders.order_id
  WHERE
    orders.order_date >= '2024-01-01'
    AND orders.order_date < '2025-01-01'
    AND toMonth(orders.order_date) = 1
  UNION ALL
  SELECT
    NULL AS units,
    SUM(order_lines.quantity) AS units_previous
  FROM order_lines
  LEFT JOIN orders
    ON order_lines.order_id = orders.order_id
  WHERE
    orders.order_date >= '2023-01-01'
    AND orders.order_date < '2024-01-01'
    AND toMonth(orders.order_date) = 1
), grouped AS (
  SELECT
    MAX(units) AS units,
    MAX(units_previous) AS units_previous
  FROM parts
)
SELECT
  units,
  units_previous,
  toFloat64(units - units_previous) / nullIf(ABS(units_previous), 0) AS units_change
FROM grouped
SETTINGS join_use_nulls = 1, aggregate_functions_null_for_empty = 1
