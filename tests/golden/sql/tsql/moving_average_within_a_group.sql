WITH grouped AS (
  SELECT
    DATEFROMPARTS(YEAR(orders.order_date), 1, 1) AS year,
    orders.region AS region,
    SUM(order_lines.quantity) AS units
  FROM order_lines
  LEFT JOIN orders
    ON order_lines.order_id = orders.order_id
  GROUP BY
    DATEFROMPARTS(YEAR(orders.order_date), 1, 1),
    orders.region
), with_windows AS (
  SELECT
    grouped.year AS year,
    grouped.region AS region,
    grouped.units AS units,
    SUM(reached.units) AS units_in_window
  FROM grouped
  LEFT JOIN grouped AS reached
    ON (
      reached.region = grouped.region
      OR (
        reached.region IS NULL AND grouped.region IS NULL
      )
    )
    AND reached.year >= DATEADD(YEAR, -1, grouped.year)
    AND reached.year <= grouped.year
  GROUP BY
    grouped.year,
    grouped.region,
    grouped.units
)
SELECT
  year,
  region,
  CASE
    WHEN DATEADD(YEAR, 1, MIN(year) OVER ()) <= year
    THEN CAST(units_in_window AS FLOAT) / 2
    ELSE CAST(units_in_window AS FLOAT) / (
      CAST(DATEDIFF(MONTH, MIN(year) OVER (), year) AS FLOAT) / 12 + 1
    )
  END AS moving_average_units
FROM with_windows
ORDER BY
  CASE WHEN year IS NULL THEN 1 ELSE 0 END,
  year,
  CASE WHEN region IS NULL THEN 1 ELSE 0 END,
  region
