WITH parts AS (
  SELECT
    DATEADD(MONTH, 3, DATEFROMPARTS(YEAR(DATEADD(MONTH, -3, orders.order_date)), 1, 1)) AS fiscal_year,
    SUM(order_lines.quantity) AS units,
    CAST(NULL AS NUMERIC) AS units_previous,
    1 AS is_now
  FROM order_lines
  LEFT JOIN orders
    ON order_lines.order_id = orders.order_id
  GROUP BY
    DATEADD(MONTH, 3, DATEFROMPARTS(YEAR(DATEADD(MONTH, -3, orders.order_date)), 1, 1))
  UNION ALL
  SELECT
    DATEADD(MONTH, 15, DATEFROMPARTS(YEAR(DATEADD(MONTH, -3, orders.order_date)), 1, 1)) AS fiscal_year,
    CAST(NULL AS NUMERIC) AS units,
    SUM(order_lines.quantity) AS units_previous,
    0 AS is_now
  FROM order_lines
  LEFT JOIN orders
    ON order_lines.order_id = orders.order_id
  GROUP BY
    DATEADD(MONTH, 15, DATEFROMPARTS(YEAR(DATEADD(MONTH, -3, orders.order_date)), 1, 1))
), grouped AS (
  SELECT
    fiscal_year AS fiscal_year,
    MAX(units) AS units,
    MAX(units_previous) AS units_previous
  FROM parts
  GROUP BY
    fiscal_year
  HAVING
    MAX(is_now) = 1
)
SELECT
  fiscal_year,
  units,
  units_previous,
  CAST((
    units - units_previous
  ) AS FLOAT) / NULLIF(ABS(units_previous), 0) AS units_change
FROM grouped
ORDER BY
  CASE WHEN fiscal_year IS NULL THEN 1 ELSE 0 END,
  fiscal_year
