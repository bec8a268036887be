WITH grouped AS (
  SELECT
    CAST(DATE_TRUNC('month', orders.order_date) AS DATE) AS month,
    SUM(order_lines.quantity) AS units
  FROM order_lines
  LEFT JOIN orders
    ON order_lines.order_id = orders.order_id
  WHERE
    orders.order_date >= '2023-10-01'
  GROUP BY
    1
), with_windows AS (
  SELECT
    grouped.month,
    grouped.units,
    SUM(reached.units) AS units_in_window
  FROM grouped
  LEFT JOIN grouped AS reached
    ON reached.month >= grouped.month - INTERVAL '1 MONTH'
    AND reached.month <= grouped.month
  GROUP BY
    grouped.month,
    grouped.units
), windows AS (
  SELECT
    month,
    CASE WHEN MIN(month) OVER () + INTERVAL '1 MONTH' <= month THEN units_in_window END AS rolling_units
  FROM with_windows
)
SELECT
  month,
  rolling_units
FROM windows
WHERE
  month >= '2024-02-01'
ORDER BY
  month
