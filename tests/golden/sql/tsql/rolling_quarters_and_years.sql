WITH grouped AS (
  SELECT
    DATEFROMPARTS(YEAR(orders.order_date), DATEPART(QUARTER, orders.order_date) * 3 - 2, 1) AS quarter,
    SUM(order_lines.quantity) AS units
  FROM order_lines
  LEFT JOIN orders
    ON order_lines.order_id = orders.order_id
  GROUP BY
    DATEFROMPARTS(YEAR(orders.order_date), DATEPART(QUARTER, orders.order_date) * 3 - 2, 1)
), with_windows AS (
  SELECT
    grouped.quarter AS quarter,
    grouped.units AS units,
    SUM(reached.units) AS units_in_window
  FROM grouped
  LEFT JOIN grouped AS reached
    ON reached.quarter >= DATEADD(MONTH, -9, grouped.quarter)
    AND reached.quarter <= grouped.quarter
  GROUP BY
    grouped.quarter,
    grouped.units
)
SELECT
  quarter,
  CASE
    WHEN DATEADD(MONTH, 9, MIN(quarter) OVER ()) <= quarter
    THEN units_in_window
  END AS rolling_units
FROM with_windows
ORDER BY
  CASE WHEN quarter IS NULL THEN 1 ELSE 0 END,
  quarter
