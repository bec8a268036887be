WITH parts AS (
  SELECT
    CAST(DATE_TRUNC('MONTH', orders.order_date) AS DATE) AS month,
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
    CAST(DATE_TRUNC('MONTH', orders.order_date) + INTERVAL '1' MONTH AS DATE) AS month,
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
    month,
    MAX(units) AS units,
    MAX(units_previous) AS units_previous
  FROM parts
  GROUP BY
    1
  HAVING
    MAX(is_now) = 1
)
SELECT
  month,
  units,
  units_previous,
  (
    units - units_previous
  ) / NULLIF(ABS(units_previous), 0) AS units_change
FROM grouped
ORDER BY
  units_change DESC,
  month NULLS LAST
LIMIT 2
