WITH grouped AS (
  SELECT
    orders.order_date AS day,
    SUM(order_lines.quantity) AS units
  FROM order_lines
  LEFT JOIN orders
    ON order_lines.order_id = orders.order_id
  GROUP BY
    orders.order_date
), with_windows AS (
  SELECT
    grouped.day AS day,
    grouped.units AS units,
    SUM(reached.units) AS units_in_window
  FROM grouped
  LEFT JOIN grouped AS reached
    ON reached.day >= DATEADD(DAY, -30, grouped.day) AND reached.day <= grouped.day
  GROUP BY
    grouped.day,
    grouped.units
)
SELECT
  day,
  units,
  CASE
    WHEN DATEADD(DAY, 30, MIN(day) OVER ()) <= day
    THEN CAST(units_in_window AS FLOAT) / 31
    ELSE CAST(units_in_window AS FLOAT) / (
      DATEDIFF(DAY, MIN(day) OVER (), day) + 1
    )
  END AS moving_average_units
FROM with_windows
ORDER BY
  CASE WHEN day IS NULL THEN 1 ELSE 0 END,
  day
