SELECT
  CAST(DATEADD(MONTH, 3, DATE_TRUNC('year', DATEADD(MONTH, -3, orders.order_date))) AS DATE) AS fiscal_year,
  SUM(order_lines.quantity) AS units
FROM order_lines
LEFT JOIN orders
  ON order_lines.order_id = orders.order_id
GROUP BY
  1
ORDER BY
  fiscal_year
