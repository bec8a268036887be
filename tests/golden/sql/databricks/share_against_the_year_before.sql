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
  units / NULLIF(SUM(units) OVER (), 0) AS units_share,
  units_previous / NULLIF(SUM(units_previous) OVER (), 0) AS units_share_previous,
  (
    units / NULLIF(SUM(units) OVER (), 0) - units_previous / NULLIF(SUM(units_previous) OVER (), 0)
  ) / NULLIF(ABS(units_previous / NULLIF(SUM(units_previous) OVER (), 0)), 0) AS units_share_change
FROM grouped
ORDER BY
  region NULLS LAST
