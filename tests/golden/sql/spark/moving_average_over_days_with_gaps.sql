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
    THEN SUM(units) OVER (ORDER BY day NULLS LAST RANGE BETWEEN 30 PRECEDING AND CURRENT ROW) / 31
    ELSE SUM(units) OVER (ORDER BY day NULLS LAST RANGE BETWEEN 30 PRECEDING AND CURRENT ROW) / (
      DATEDIFF(day, MIN(day) OVER ()) + 1
    )
  END AS moving_average_units
FROM grouped
ORDER BY
  day NULLS LAST
