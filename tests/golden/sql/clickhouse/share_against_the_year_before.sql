WITH parts AS (
  SELECT
    orders.region AS region,
    SUM(order_lines.quantity) AS units,
    NULL AS units_previous
  FROM order_lines
  LEFT JOIN orders
    ON order_lines.order_id = orders.order_id
  WHERE
    orders.order_date >= '2025-01-01' AND orders.order_date < '2026-01-01'
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
    orders.order_date >= '2024-01-01' AND orders.order_date < '2025-01-01'
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
  toFloat64(units) / nullIf(SUM(units) OVER (), 0) AS units_share,
  toFloat64(units_previous) / nullIf(SUM(units_previous) OVER (), 0) AS units_share_previous,
  (
    toFloat64(units) / nullIf(SUM(units) OVER (), 0) - toFloat64(units_previous) / nullIf(SUM(units_previous) OVER (), 0)
  ) / nullIf(ABS(toFloat64(units_previous) / nullIf(SUM(units_previous) OVER (), 0)), 0) AS units_share_change
FROM grouped
ORDER BY
  region
SETTINGS join_use_nulls = 1
