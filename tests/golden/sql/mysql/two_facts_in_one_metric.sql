WITH parts AS (
  SELECT
    CAST(DATE_FORMAT(orders.order_date, '%Y-%m-01') AS DATE) AS month,
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
    CAST(DATE_FORMAT(order_date, '%Y-%m-01') AS DATE) AS month,
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
  CAST(MAX(revenue) AS DOUBLE) / NULLIF(COALESCE(MAX(orders), 0), 0) AS average_order_value
FROM parts
GROUP BY
  1
ORDER BY
  month IS NULL,
  month
