WITH grouped AS (
  SELECT
    DATE_TRUNC('month', orders.order_date) AS month,
    SUM(order_lines.quantity) AS units
  FROM order_lines
  LEFT JOIN orders
    ON order_lines.order_id = orders.order_id
  GROUP BY
    1
)
SELECT
  month,
  units,
  SUM(units) OVER (PARTITION BY DATE_TRUNC('year', month) ORDER BY month) AS running_units
FROM grouped
ORDER BY
  month
SETTINGS join_use_nulls = 1
