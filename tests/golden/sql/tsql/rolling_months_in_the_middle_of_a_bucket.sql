WITH grouped AS (
  SELECT
    DATEFROMPARTS(YEAR(orders.order_date), MONTH(orders.order_date), 1) AS month,
    SUM(order_lines.quantity) AS units
  FROM order_lines
  LEFT JOIN orders
    ON order_lines.order_id = orders.order_id
  WHERE
    orders.order_date >= CAST('2023-10-01' AS DATE)
  GROUP BY
    DATEFROMPARTS(YEAR(orders.order_date), MONTH(orders.order_date), 1)
), with_windows AS (
  SELECT
    grouped.month AS month,
    grouped.units AS units,
    SUM(reached.units) AS units_in_window
  FROM grouped
  LEFT JOIN grouped AS reached
    ON reached.month >= DATEADD(MONTH, -1, grouped.month)
    AND reached.month <= grouped.month
  GROUP BY
    grouped.month,
    grouped.units
), windows AS (
  SELECT
    month AS month,
    units AS units,
    CASE WHEN DATEADD(MONTH, 1, MIN(month) OVER ()) <= month THEN units_in_window END AS rolling_units
  FROM with_windows
)
SELECT
  month,
  units,
  rolling_units
FROM windows
WHERE
  month >= CAST('2024-02-01' AS DATE)
ORDER BY
  CASE WHEN month IS NULL THEN 1 ELSE 0 END,
  month
