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
    THEN toFloat64(SUM(units) OVER (ORDER BY day RANGE BETWEEN 30 PRECEDING AND CURRENT ROW)) / 31
    ELSE toFloat64(SUM(units) OVER (ORDER BY day RANGE BETWEEN 30 PRECEDING AND CURRENT ROW)) / (
      dateDiff('day', MIN(day) OVER (), day) + 1
    )
  END AS moving_average_units
FROM grouped
ORDER BY
  day
SETTINGS join_use_nulls = 1
