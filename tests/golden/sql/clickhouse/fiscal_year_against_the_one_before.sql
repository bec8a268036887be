WITH parts AS (
  SELECT
    DATE_TRUNC('year', orders.order_date - INTERVAL '3' MONTH) + INTERVAL '3' MONTH AS fiscal_year,
    SUM(order_lines.quantity) AS units,
    NULL AS units_previous,
    1 AS is_now
  FROM order_lines
  LEFT JOIN orders
    ON order_lines.order_id = orders.order_id
  GROUP BY
    1
  UNION ALL
  SELECT
    DATE_TRUNC('year', orders.order_date - INTERVAL '3' MONTH) + INTERVAL '15' MONTH AS fiscal_year,
    NULL AS units,
    SUM(order_lines.quantity) AS units_previous,
    0 AS is_now
  FROM order_lines
  LEFT JOIN orders
    ON order_lines.order_id = orders.order_id
  GROUP BY
    1
), grouped AS (
  SELECT
    fiscal_year,
    MAX(units) AS units,
    MAX(units_previous) AS units_previous
  FROM parts
  GROUP BY
    1
  HAVING
    MAX(is_now) = 1
)
SELECT
  fiscal_year,
  units,
  units_previous,
  toFloat64(units - units_previous) / nullIf(ABS(units_previous), 0) AS units_change
FROM grouped
ORDER BY
  fiscal_year
SETTINGS join_use_nulls = 1
