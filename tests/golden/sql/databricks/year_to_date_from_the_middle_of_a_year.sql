WITH grouped AS (
  SELECT
    CAST(DATE_TRUNC('MONTH', orders.order_date) AS DATE) AS month,
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
    SUM(units) OVER (PARTITION BY CAST(DATE_TRUNC('YEAR', month) AS DATE) ORDER BY month NULLS LAST) AS running_units
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
  month NULLS LAST
