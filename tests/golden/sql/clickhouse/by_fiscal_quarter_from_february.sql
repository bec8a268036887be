SELECT
  DATE_TRUNC('quarter', orders.order_date - INTERVAL '1' MONTH) + INTERVAL '1' MONTH AS fiscal_quarter,
  SUM(order_lines.quantity) AS units
FROM order_lines
LEFT JOIN orders
  ON order_lines.order_id = orders.order_id
GROUP BY
  1
ORDER BY
  fiscal_quarter
SETTINGS join_use_nulls = 1
