WITH grouped AS (
  SELECT
    DATEFROMPARTS(YEAR(orders.order_date), MONTH(orders.order_date), 1) AS month,
    SUM(order_lines.quantity) AS units
  FROM order_lines
  LEFT JOIN orders
    ON order_lines.order_id = orders.order_id
  GROUP BY
    DATEFROMPARTS(YEAR(orders.order_date), MONTH(orders.order_date), 1)
)
SELECT
  month,
  units,
  SUM(units) OVER (
    PARTITION BY DATEFROMPARTS(YEAR(month), 1, 1)
    ORDER BY CASE WHEN month IS NULL THEN 1 ELSE 0 END, month
  ) AS running_units
FROM grouped
ORDER BY
  CASE WHEN month IS NULL THEN 1 ELSE 0 END,
  month
