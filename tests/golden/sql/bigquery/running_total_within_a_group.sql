WITH grouped AS (
  SELECT
    DATE_TRUNC(orders.order_date, YEAR) AS year,
    orders.region AS region,
    SUM(order_lines.quantity) AS units
  FROM order_lines
  LEFT JOIN orders
    ON order_lines.order_id = orders.order_id
  GROUP BY
    1,
    2
)
SELECT
  year,
  region,
  SUM(units) OVER (PARTITION BY region ORDER BY year IS NULL, year) AS running_units
FROM grouped
ORDER BY
  year NULLS LAST,
  region NULLS LAST
