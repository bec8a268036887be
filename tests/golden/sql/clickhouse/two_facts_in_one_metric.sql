WITH parts AS (
  SELECT
    DATE_TRUNC('month', orders.order_date) AS month,
    SUM(order_lines.revenue) AS revenue,
    NULL AS orders
  FROM order_lines
  LEFT JOIN orders
    ON order_lines.order_id = orders.order_id
  WHERE
    orders.order_date >= '2024-01-01' AND orders.order_date < '2025-01-01'
  GROUP BY
    1
  UNION ALL
  SELECT
    DATE_TRUNC('month', order_date) AS month,
    NULL AS revenue,
    COUNT(*) AS orders
  FROM orders
  WHERE
    order_date >= '2024-01-01' AND order_date < '2025-01-01'
  GROUP BY
    1
)
SELECT
  month,
  toFloat64(MAX(revenue)) / nullIf(COALESCE(MAX(orders), 0), 0) AS average_order_value
FROM parts
GROUP BY
  1
ORDER BY
  month
SETTINGS join_use_nulls = 1
