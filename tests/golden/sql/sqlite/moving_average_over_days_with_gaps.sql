WITH grouped AS (
  SELECT
    orders.order_date AS day,
    SUM(order_lines.quantity) AS units
  FROM order_lines
  LEFT JOIN orders
    ON order_lines.order_id = orders.order_id
  GROUP BY
    1
)
SELECT
  day,
  units,
  CASE
    WHEN DATE(MIN(day) OVER (), '+30 days') <= day
    THEN CAST(SUM(units) OVER (ORDER BY JULIANDAY(day) NULLS LAST RANGE BETWEEN 30 PRECEDING AND CURRENT ROW) AS REAL) / 31
    ELSE CAST(SUM(units) OVER (ORDER BY JULIANDAY(day) NULLS LAST RANGE BETWEEN 30 PRECEDING AND CURRENT ROW) AS REAL) / (
      CAST(JULIANDAY(day) - JULIANDAY(MIN(day) OVER ()) AS INTEGER) + 1
    )
  END AS moving_average_units
FROM grouped
ORDER BY
  day NULLS LAST
