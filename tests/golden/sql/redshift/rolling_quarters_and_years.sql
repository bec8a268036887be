WITH grouped AS (
  SELECT
    CAST(DATE_TRUNC('quarter', orders.order_date) AS DATE) AS quarter,
    SUM(order_lines.quantity) AS units
  FROM order_lines
  LEFT JOIN orders
    ON order_lines.order_id = orders.order_id
  GROUP BY
    1
), with_windows AS (
  SELECT
    grouped.quarter,
    grouped.units,
    SUM(reached.units) AS units_in_window
  FROM grouped
  LEFT JOIN grouped AS reached
    ON reached.quarter >= grouped.quarter - INTERVAL '9 MONTH'
    AND reached.quarter <= grouped.quarter
  GROUP BY
    grouped.quarter,
    grouped.units
)
SELECT
  quarter,
  CASE
    WHEN MIN(quarter) OVER () + INTERVAL '9 MONTH' <= quarter
    THEN units_in_window
  END AS rolling_units
FROM with_windows
ORDER BY
  quarter
