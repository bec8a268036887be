SELECT
  MAKEDATE(YEAR(orders.order_date), 1) + INTERVAL (
    QUARTER(orders.order_date) - 1
  ) QUARTER AS fiscal_quarter,
  SUM(order_lines.quantity) AS units
FROM order_lines
LEFT JOIN orders
  ON order_lines.order_id = orders.order_id
GROUP BY
  1
ORDER BY
  MAX(
    MAKEDATE(YEAR(orders.order_date), 1) + INTERVAL (
      QUARTER(orders.order_date) - 1
    ) QUARTER
  ) IS NULL,
  fiscal_quarter
