WITH grouped AS (
  SELECT
    CAST(DATE_FORMAT(orders.order_date, '%Y-%m-01') AS DATE) AS month,
    SUM(order_lines.quantity) AS units
  FROM order_lines
  LEFT JOIN orders
    ON order_lines.order_id = orders.order_id
  WHERE
    orders.order_date >= '2024-01-01' AND orders.order_date < '2025-01-01'
  GROUP BY
    1
), windows AS (
  SELECT
    month,
    units,
    SUM(units) OVER (PARTITION BY MAKEDATE(YEAR(month), 1) ORDER BY month IS NULL, month) AS running_units
  FROM grouped
)
SELECT
  month,
  units,
  running_units
FROM windows
WHERE
  month >= '2024-02-01'
ORDER BY
  month
