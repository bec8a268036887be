WITH grouped AS (
  SELECT
    orders.order_date AS day,
    SUM(order_lines.quantity) AS units
  FROM order_lines
  LEFT JOIN orders
    ON order_lines.order_id = orders.order_id
  GROUP BY
    1
), with_windows AS (
  SELECT
    grouped.day,
    grouped.units,
    SUM(reached.units) AS units_in_window
  FROM grouped
  LEFT JOIN grouped AS reached
    ON reached.day >= grouped.day - INTERVAL '30 DAY' AND reached.day <= grouped.day
  GROUP BY
    grouped.day,
    grouped.units
)
SELECT
  day,
  units,
  CASE
    WHEN MIN(day) OVER () + INTERVAL '30 DAY' <= day
    THEN CAST(units_in_window AS DOUBLE PRECISION) / 31
    ELSE CAST(units_in_window AS DOUBLE PRECISION) / (
      day - MIN(day) OVER () + 1
    )
  END AS moving_average_units
FROM with_windows
ORDER BY
  day
