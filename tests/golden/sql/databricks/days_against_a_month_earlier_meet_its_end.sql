WITH parts AS (
  SELECT
    orders.order_date AS day,
    SUM(order_lines.quantity) AS units,
    NULL AS units_previous
  FROM order_lines
  LEFT JOIN orders
    ON order_lines.order_id = orders.order_id
  WHERE
    orders.order_date >= '2024-02-01' AND orders.order_date < '2024-03-01'
  GROUP BY
    1
  UNION ALL
  SELECT
    CAST(orders.order_date + INTERVAL '1' MONTH AS DATE) AS day,
    NULL AS units,
    SUM(order_lines.quantity) AS units_previous
  FROM order_lines
  LEFT JOIN orders
    ON order_lines.order_id = orders.order_id
  WHERE
    orders.order_date >= '2024-01-01' AND orders.order_date < '2024-02-01'
  GROUP BY
    1
), grouped AS (
  SELECT
    day,
    MAX(units) AS units,
    MAX(units_previous) AS units_previous
  FROM parts
  GROUP BY
    1
)
SELECT
  day,
  units,
  units_previous,
  (
    units - units_previous
  ) / NULLIF(ABS(units_previous), 0) AS units_change
FROM grouped
ORDER BY
  day NULLS LAST
