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
    AND CAST(EXTRACT(MONTH FROM orders.order_date) AS INT) = 1
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
    AND CAST(EXTRACT(MONTH FROM orders.order_date) AS INT) = 1
), grouped AS (
  SELECT
    MAX(units) AS units,
    MAX(units_previous) AS units_previous
  FROM parts
)
SELECT
  units,
  units_previous,
  (
    units - units_previous
  ) / NULLIF(ABS(units_previous), 0) AS units_change
FROM grouped
