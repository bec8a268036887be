WITH grouped AS (
  SELECT
    DATEFROMPARTS(YEAR(orders.order_date), 1, 1) AS year,
    orders.region AS region,
    SUM(order_lines.quantity) AS units
  FROM order_lines
  LEFT JOIN orders
    ON order_lines.order_id = orders.order_id
  GROUP BY
    DATEFROMPARTS(YEAR(orders.order_date), 1, 1),
    orders.region
)
SELECT
  year,
  region,
  SUM(units) OVER (PARTITION BY region ORDER BY CASE WHEN year IS NULL THEN 1 ELSE 0 END, year) AS running_units
FROM grouped
ORDER BY
  CASE WHEN year IS NULL THEN 1 ELSE 0 END,
  year,
  CASE WHEN region IS NULL THEN 1 ELSE 0 END,
  region
