SELECT
  CAST(DATE_TRUNC('month', orders.order_date) AS DATE) AS month,
  SUM(order_lines.revenue) AS revenue
FROM order_lines
LEFT JOIN orders
  ON order_lines.order_id = orders.order_id
WHERE
  orders.order_date >= CAST('2024-01-01' AS DATE)
  AND orders.order_date < CAST('2025-01-01' AS DATE)
GROUP BY
  1
ORDER BY
  month
