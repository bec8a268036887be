WITH grouped AS (
  SELECT
    CAST(DATE_FORMAT(orders.order_date, '%Y-%m-01') AS DATE) AS month,
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
  SUM(units) OVER (PARTITION BY MAKEDATE(YEAR(month), 1) ORDER BY month IS NULL, month) AS running_units
FROM grouped
ORDER BY
  month IS NULL,
  month
