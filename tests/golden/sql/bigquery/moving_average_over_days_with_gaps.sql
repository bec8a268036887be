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
    WHEN DATE_ADD(MIN(day) OVER (), INTERVAL 30 DAY) <= day
    THEN SUM(units) OVER (
      ORDER BY DATE_DIFF(day, CAST('1970-01-01' AS DATE), DAY)
      RANGE BETWEEN 30 PRECEDING AND CURRENT ROW
    ) / 31
    ELSE SUM(units) OVER (
      ORDER BY DATE_DIFF(day, CAST('1970-01-01' AS DATE), DAY)
      RANGE BETWEEN 30 PRECEDING AND CURRENT ROW
    ) / (
      DATE_DIFF(day, MIN(day) OVER (), DAY) + 1
    )
  END AS moving_average_units
FROM grouped
ORDER BY
  day NULLS LAST
