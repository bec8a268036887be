SELECT
  DATE(orders.order_date, 'start of month', '-3 months', 'start of year', '+3 months') AS fiscal_year,
  SUM(order_lines.quantity) AS units
FROM order_lines
LEFT JOIN orders
  ON order_lines.order_id = orders.order_id
GROUP BY
  1
ORDER BY
  fiscal_year NULLS LAST
