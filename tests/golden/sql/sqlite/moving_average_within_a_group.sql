WITH grouped AS (
  SELECT
    DATE(orders.order_date, 'start of year') AS year,
    orders.region AS region,
    SUM(order_lines.quantity) AS units
  FROM order_lines
  LEFT JOIN orders
    ON order_lines.order_id = orders.order_id
  GROUP BY
    1,
    2
)
SELECT
  year,
  region,
  CASE
    WHEN DATE(MIN(year) OVER (), '+12 months') <= year
    THEN CAST(SUM(units) OVER (
      PARTITION BY region
      ORDER BY CAST(STRFTIME('%Y', year) AS INTEGER) * 12 + CAST(STRFTIME('%m', year) AS INTEGER) NULLS LAST
      RANGE BETWEEN 12 PRECEDING AND CURRENT ROW
    ) AS REAL) / 2
    ELSE CAST(SUM(units) OVER (
      PARTITION BY region
      ORDER BY CAST(STRFTIME('%Y', year) AS INTEGER) * 12 + CAST(STRFTIME('%m', year) AS INTEGER) NULLS LAST
      RANGE BETWEEN 12 PRECEDING AND CURRENT ROW
    ) AS REAL) / (
      CAST((
        CAST(STRFTIME('%Y', year) AS INTEGER) * 12 + CAST(STRFTIME('%m', year) AS INTEGER) - (
          CAST(STRFTIME('%Y', MIN(year) OVER ()) AS INTEGER) * 12 + CAST(STRFTIME('%m', MIN(year) OVER ()) AS INTEGER)
        )
      ) AS REAL) / 12 + 1
    )
  END AS moving_average_units
FROM grouped
ORDER BY
  year NULLS LAST,
  region NULLS LAST
