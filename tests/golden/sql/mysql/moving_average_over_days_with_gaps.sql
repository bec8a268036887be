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
    WHEN MIN(day) OVER () + INTERVAL '30' DAY <= day
    THEN CAST(SUM(units) OVER (ORDER BY DATEDIFF(day, '1970-01-01') RANGE BETWEEN 30 PRECEDING AND CURRENT ROW) AS DOUBLE) / 31
    ELSE CAST(SUM(units) OVER (ORDER BY DATEDIFF(day, '1970-01-01') RANGE BETWEEN 30 PRECEDING AND CURRENT ROW) AS DOUBLE) / (
      DATEDIFF(day, MIN(day) OVER ()) + 1
    )
  END AS moving_average_units
FROM grouped
ORDER BY
  day IS NULL,
  day
