SELECT
  DATE_TRUNC('year', orders.order_date - INTERVAL '3' MONTH) + INTERVAL '3' MONTH AS fiscal_year,
  SUM(order_lines.quantity) AS units
FROM order_lines
LEFT JOIN orders
  ON order_lines.order_id = orders.order_id
GROUP BY
  1
ORDER BY
  fiscal_year
SETTINGS join_use_nulls = 1
