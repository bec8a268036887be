WITH grouped AS (
  SELECT
    CAST(DATE_TRUNC('year', orders.order_date) AS DATE) AS year,
    orders.region AS region,
    SUM(order_lines.quantity) AS units
  FROM order_lines
  LEFT JOIN orders
    ON order_lines.order_id = orders.order_id
  GROUP BY
    1,
    2
), with_windows AS (
  SELECT
    grouped.year,
    grouped.region,
    grouped.units,
    SUM(reached.units) AS units_in_window
  FROM grouped
  LEFT JOIN grouped AS reached
    ON (
      reached.region = grouped.region
      OR (
        reached.region IS NULL AND grouped.region IS NULL
      )
    )
    AND reached.year >= grouped.year - INTERVAL '1 YEAR'
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
    WHEN MIN(year) OVER () + INTERVAL '1 YEAR' <= year
    THEN CAST(units_in_window AS DOUBLE PRECISION) / 2
    ELSE CAST(units_in_window AS DOUBLE PRECISION) / (
      CAST((
        EXTRACT(YEAR FROM year) * 12 + EXTRACT(MONTH FROM year) - (
          EXTRACT(YEAR FROM MIN(year) OVER ()) * 12 + EXTRACT(MONTH FROM MIN(year) OVER ())
        )
      ) AS DOUBLE PRECISION) / 12 + 1
    )
  END AS moving_average_units
FROM with_windows
ORDER BY
  year,
  region
