WITH parts AS (
  SELECT
    DATEFROMPARTS(YEAR(orders.order_date), MONTH(orders.order_date), 1) AS month,
    SUM(order_lines.quantity) AS units,
    CAST(NULL AS NUMERIC) AS units_previous,
    1 AS is_now
  FROM order_lines
  LEFT JOIN orders
    ON order_lines.order_id = orders.order_id
  GROUP BY
    DATEFROMPARTS(YEAR(orders.order_date), MONTH(orders.order_date), 1)
  UNION ALL
  SELECT
    DATEADD(MONTH, 1, DATEFROMPARTS(YEAR(orders.order_date), MONTH(orders.order_date), 1)) AS month,
    CAST(NULL AS NUMERIC) AS units,
    SUM(order_lines.quantity) AS units_previous,
    0 AS is_now
  FROM order_lines
  LEFT JOIN orders
    ON order_lines.order_id = orders.order_id
  GROUP BY
    DATEADD(MONTH, 1, DATEFROMPARTS(YEAR(orders.order_date), MONTH(orders.order_date), 1))
), grouped AS (
  SELECT
    month AS month,
    MAX(units) AS units,
    MAX(units_previous) AS units_previous
  FROM parts
  GROUP BY
    month
  HAVING
    MAX(is_now) = 1
)
SELECT
  month,
  units,
  units_previous,
  CAST((
    units - units_previous
  ) AS FLOAT) / NULLIF(ABS(units_previous), 0) AS units_change
FROM grouped
ORDER BY
  CASE WHEN month IS NULL THEN 1 ELSE 0 END,
  month
