WITH parts AS (
  SELECT
    orders.order_date AS day,
    SUM(order_lines.quantity) AS units,
    CAST(NULL AS NUMERIC) AS units_previous
  FROM order_lines
  LEFT JOIN orders
    ON order_lines.order_id = orders.order_id
  WHERE
    orders.order_date >= CAST('2024-02-01' AS DATE)
    AND orders.order_date < CAST('2024-03-01' AS DATE)
  GROUP BY
    orders.order_date
  UNION ALL
  SELECT
    DATEADD(MONTH, 1, orders.order_date) AS day,
    CAST(NULL AS NUMERIC) AS units,
    SUM(order_lines.quantity) AS units_previous
  FROM order_lines
  LEFT JOIN orders
    ON order_lines.order_id = orders.order_id
  WHERE
    orders.order_date >= CAST('2024-01-01' AS DATE)
    AND orders.order_date < CAST('2024-02-01' AS DATE)
  GROUP BY
    DATEADD(MONTH, 1, orders.order_date)
), grouped AS (
  SELECT
    day AS day,
    MAX(units) AS units,
    MAX(units_previous) AS units_previous
  FROM parts
  GROUP BY
    day
)
SELECT
  day,
  units,
  units_previous,
  CAST((
    units - units_previous
  ) AS FLOAT) / NULLIF(ABS(units_previous), 0) AS units_change
FROM grouped
ORDER BY
  CASE WHEN day IS NULL THEN 1 ELSE 0 END,
  day
