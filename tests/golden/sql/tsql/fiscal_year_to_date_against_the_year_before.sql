WITH parts AS (
  SELECT
    DATEFROMPARTS(YEAR(orders.order_date), MONTH(orders.order_date), 1) AS month,
    SUM(order_lines.quantity) AS units,
    CAST(NULL AS NUMERIC) AS units_previous
  FROM order_lines
  LEFT JOIN orders
    ON order_lines.order_id = orders.order_id
  WHERE
    orders.order_date >= CAST('2023-04-01' AS DATE)
    AND orders.order_date < CAST('2024-03-01' AS DATE)
  GROUP BY
    DATEFROMPARTS(YEAR(orders.order_date), MONTH(orders.order_date), 1)
  UNION ALL
  SELECT
    DATEADD(YEAR, 1, DATEFROMPARTS(YEAR(orders.order_date), MONTH(orders.order_date), 1)) AS month,
    CAST(NULL AS NUMERIC) AS units,
    SUM(order_lines.quantity) AS units_previous
  FROM order_lines
  LEFT JOIN orders
    ON order_lines.order_id = orders.order_id
  WHERE
    orders.order_date >= CAST('2022-04-01' AS DATE)
    AND orders.order_date < CAST('2023-03-01' AS DATE)
  GROUP BY
    DATEADD(YEAR, 1, DATEFROMPARTS(YEAR(orders.order_date), MONTH(orders.order_date), 1))
), grouped AS (
  SELECT
    month AS month,
    MAX(units) AS units,
    MAX(units_previous) AS units_previous
  FROM parts
  GROUP BY
    month
), windows AS (
  SELECT
    month AS month,
    SUM(units) OVER (
      PARTITION BY DATEADD(MONTH, 3, DATEFROMPARTS(YEAR(DATEADD(MONTH, -3, month)), 1, 1))
      ORDER BY CASE WHEN month IS NULL THEN 1 ELSE 0 END, month
    ) AS running_units,
    SUM(units_previous) OVER (
      PARTITION BY DATEADD(MONTH, 3, DATEFROMPARTS(YEAR(DATEADD(MONTH, -3, month)), 1, 1))
      ORDER BY CASE WHEN month IS NULL THEN 1 ELSE 0 END, month
    ) AS running_units_previous,
    CAST((
      SUM(units) OVER (
        PARTITION BY DATEADD(MONTH, 3, DATEFROMPARTS(YEAR(DATEADD(MONTH, -3, month)), 1, 1))
        ORDER BY CASE WHEN month IS NULL THEN 1 ELSE 0 END, month
      ) - SUM(units_previous) OVER (
        PARTITION BY DATEADD(MONTH, 3, DATEFROMPARTS(YEAR(DATEADD(MONTH, -3, month)), 1, 1))
        ORDER BY CASE WHEN month IS NULL THEN 1 ELSE 0 END, month
      )
    ) AS FLOAT) / NULLIF(
      ABS(
        SUM(units_previous) OVER (
          PARTITION BY DATEADD(MONTH, 3, DATEFROMPARTS(YEAR(DATEADD(MONTH, -3, month)), 1, 1))
          ORDER BY CASE WHEN month IS NULL THEN 1 ELSE 0 END, month
        )
      ),
      0
    ) AS running_units_change
  FROM grouped
)
SELECT
  month,
  running_units,
  running_units_previous,
  running_units_change
FROM windows
WHERE
  month >= CAST('2024-02-01' AS DATE)
ORDER BY
  CASE WHEN month IS NULL THEN 1 ELSE 0 END,
  month
