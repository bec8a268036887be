WITH grouped AS (
  SELECT
    orders.order_date AS day,
    orders.region AS region,
    SUM(order_lines.quantity) AS units
  FROM order_lines
  LEFT JOIN orders
    ON order_lines.order_id = orders.order_id
  WHERE
    orders.order_date >= CAST('2024-01-01' AS DATE)
    AND orders.order_date < CAST('2025-01-01' AS DATE)
  GROUP BY
    orders.order_date,
    orders.region
)
SELECT
  day,
  region,
  SUM(units) OVER (
    PARTITION BY region, DATEFROMPARTS(YEAR(day), MONTH(day), 1)
    ORDER BY CASE WHEN day IS NULL THEN 1 ELSE 0 END, day
  ) AS running_units
FROM grouped
ORDER BY
  CASE WHEN day IS NULL THEN 1 ELSE 0 END,
  day,
  CASE WHEN region IS NULL THEN 1 ELSE 0 END,
  region
