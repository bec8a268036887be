WITH grouped AS (
  SELECT
    DATEFROMPARTS(YEAR(orders.order_date), MONTH(orders.order_date), 1) AS month,
    SUM(order_lines.quantity) AS units
  FROM order_lines
  LEFT JOIN orders
    ON order_lines.order_id = orders.order_id
  WHERE
    orders.order_date >= CAST('2024-01-01' AS DATE)
    AND orders.order_date < CAST('2025-01-01' AS DATE)
  GROUP BY
    DATEFROMPARTS(YEAR(orders.order_date), MONTH(orders.order_date), 1)
), windows AS (
  SELECT
    month AS month,
    units AS units,
    SUM(units) OVER (
      PARTITION BY DATEFROMPARTS(YEAR(month), 1, 1)
      ORDER BY CASE WHEN month IS NULL THEN 1 ELSE 0 END, month
    ) AS running_units
  FROM grouped
)
SELECT
  month,
  units,
  running_units
FROM windows
WHERE
  month >= CAST('2024-02-01' AS DATE)
ORDER BY
  CASE WHEN month IS NULL THEN 1 ELSE 0 END,
  month
