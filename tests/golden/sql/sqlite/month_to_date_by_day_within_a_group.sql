WITH grouped AS (
  SELECT
    orders.order_date AS day,
    orders.region AS region,
    SUM(order_lines.quantity) AS units
  FROM order_lines
  LEFT JOIN orders
    ON order_lines.order_id = orders.order_id
  WHERE
    orders.order_date >= '2024-01-01' AND orders.order_date < '2025-01-01'
  GROUP BY
    1,
    2
)
SELECT
  day,
  region,
  SUM(units) OVER (PARTITION BY region, DATE(day, 'start of month') ORDER BY day NULLS LAST) AS running_units
FROM grouped
ORDER BY
  day NULLS LAST,
  region NULLS LAST
