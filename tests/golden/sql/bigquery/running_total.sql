WITH grouped AS (
  SELECT
    DATE_TRUNC(orders.order_date, MONTH) AS month,
    SUM(order_lines.revenue) AS revenue
  FROM order_lines
  LEFT JOIN orders
    ON order_lines.order_id = orders.order_id
  WHERE
    orders.order_date >= '2024-01-01' AND orders.order_date < '2025-01-01'
  GROUP BY
    1
)
SELECT
  month,
  SUM(revenue) OVER (ORDER BY month IS NULL, month) AS running_revenue
FROM grouped
ORDER BY
  month NULLS LAST
