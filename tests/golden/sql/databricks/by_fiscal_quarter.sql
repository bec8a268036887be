SELECT
  CAST(DATE_TRUNC('QUARTER', orders.order_date) AS DATE) AS fiscal_quarter,
  SUM(order_lines.quantity) AS units
FROM order_lines
LEFT JOIN orders
  ON order_lines.order_id = orders.order_id
GROUP BY
  1
ORDER BY
  fiscal_quarter NULLS LAST
