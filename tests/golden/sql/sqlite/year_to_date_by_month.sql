WITH grouped AS (
  SELECT
    DATE(orders.order_date, 'start of month') AS month,
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
  SUM(units) OVER (PARTITION BY DATE(month, 'start of year') ORDER BY month NULLS LAST) AS running_units
FROM grouped
ORDER BY
  month NULLS LAST
