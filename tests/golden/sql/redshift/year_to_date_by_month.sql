WITH grouped AS (
  SELECT
    CAST(DATE_TRUNC('month', orders.order_date) AS DATE) AS month,
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
  SUM(units) OVER (PARTITION BY CAST(DATE_TRUNC('year', month) AS DATE) ORDER BY month) AS running_units
FROM grouped
ORDER BY
  month
