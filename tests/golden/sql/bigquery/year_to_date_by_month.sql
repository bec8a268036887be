WITH grouped AS (
  SELECT
    DATE_TRUNC(orders.order_date, MONTH) AS month,
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
  SUM(units) OVER (PARTITION BY DATE_TRUNC(month, YEAR) ORDER BY month IS NULL, month) AS running_units
FROM grouped
ORDER BY
  month NULLS LAST
