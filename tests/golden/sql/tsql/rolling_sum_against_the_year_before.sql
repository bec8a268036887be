WITH parts AS (
  SELECT
    DATEFROMPARTS(YEAR(orders.order_date), MONTH(orders.order_date), 1) AS month,
    SUM(order_lines.quantity) AS units,
    CAST(NULL AS NUMERIC) AS units_previous
  FROM order_lines
  LEFT JOIN orders
    ON order_lines.order_id = orders.order_id
  WHERE
    orders.order_date >= CAST('2023-10-01' AS DATE)
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
    orders.order_date >= CAST('2022-10-01' AS DATE)
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
), with_windows AS (
  SELECT
    grouped.month AS month,
    grouped.units AS units,
    grouped.units_previous AS units_previous,
    SUM(reached.units) AS units_in_window,
    SUM(reached.units_previous) AS units_previous_in_window
  FROM grouped
  LEFT JOIN grouped AS reached
    ON reached.month >= DATEADD(MONTH, -1, grouped.month)
    AND reached.month <= grouped.month
  GROUP BY
    grouped.month,
    grouped.units,
    grouped.units_previous
), windows AS (
  SELECT
    month AS month,
    CASE WHEN DATEADD(MONTH, 1, MIN(month) OVER ()) <= month THEN units_in_window END AS rolling_units,
    CASE
      WHEN DATEADD(MONTH, 1, MIN(month) OVER ()) <= month
      THEN units_previous_in_window
    END AS rolling_units_previous,
    CAST((
      CASE WHEN DATEADD(MONTH, 1, MIN(month) OVER ()) <= month THEN units_in_window END - CASE
        WHEN DATEADD(MONTH, 1, MIN(month) OVER ()) <= month
        THEN units_previous_in_window
      END
    ) AS FLOAT) / NULLIF(
      ABS(
        CASE
          WHEN DATEADD(MONTH, 1, MIN(month) OVER ()) <= month
          THEN units_previous_in_window
        END
      ),
      0
    ) AS rolling_units_change
  FROM with_windows
)
SELECT
  month,
  rolling_units,
  rolling_units_previous,
  rolling_units_change
FROM windows
WHERE
  month >= CAST('2024-02-01' AS DATE)
ORDER BY
  CASE WHEN month IS NULL THEN 1 ELSE 0 END,
  month
