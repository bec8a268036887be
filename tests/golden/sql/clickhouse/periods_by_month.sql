SELECT
  CASE
    WHEN orders.order_date >= '2023-01-01' AND orders.order_date < '2024-01-01'
    THEN '2023'
    WHEN orders.order_date >= '2025-01-01' AND orders.order_date < '2026-01-01'
    THEN '2025'
  END AS period,
  DATE_TRUNC('month', orders.order_date) AS month,
  SUM(order_lines.quantity) AS units
FROM order_lines
LEFT JOIN orders
  ON order_lines.order_id = orders.order_id
WHERE
  (
    orders.order_date >= '2023-01-01' AND orders.order_date < '2024-01-01'
  )
  OR (
    orders.order_date >= '2025-01-01' AND orders.order_date < '2026-01-01'
  )
GROUP BY
  1,
  2
ORDER BY
  period,
  month
SETTINGS join_use_nulls = 1
