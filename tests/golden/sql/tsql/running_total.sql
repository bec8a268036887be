WITH grouped AS (
  SELECT
    DATEFROMPARTS(YEAR(orders.order_date), MONTH(orders.order_date), 1) AS month,
    SUM(order_lines.revenue) AS revenue
  FROM order_lines
  LEFT JOIN orders
    ON order_lines.order_id = orders.order_id
  WHERE
    orders.order_date >= CAST('2024-01-01' AS DATE)
    AND orders.order_date < CAST('2025-01-01' AS DATE)
  GROUP BY
    DATEFROMPARTS(YEAR(orders.order_date), MONTH(orders.order_date), 1)
)
SELECT
  month,
  SUM(revenue) OVER (ORDER BY CASE WHEN month IS NULL THEN 1 ELSE 0 END, month) AS running_revenue
FROM grouped
ORDER BY
  CASE WHEN month IS NULL THEN 1 ELSE 0 END,
  month
