WITH parts AS (
  SELECT
    CAST(DATE_FORMAT(orders.order_date, '%Y-%m-01') AS DATE) AS month,
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
    CAST(DATE_FORMAT(orders.order_date, '%Y-%m-01') AS DATE) + INTERVAL '1' MONTH AS month,
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
  CAST(units - units_previous AS DOUBLE) / NULLIF(ABS(units_previous), 0) AS units_change
FROM grouped
ORDER BY
  month IS NULL,
  month
