WITH parts AS (
  SELECT
    DATEFROMPARTS(YEAR(orders.order_date), MONTH(orders.order_date), 1) AS month,
    SUM(order_lines.revenue) AS revenue,
    CAST(NULL AS NUMERIC) AS orders
  FROM order_lines
  LEFT JOIN orders
    ON order_lines.order_id = orders.order_id
  WHERE
    orders.order_date >= CAST('2024-01-01' AS DATE)
    AND orders.order_date < CAST('2025-01-01' AS DATE)
  GROUP BY
    DATEFROMPARTS(YEAR(orders.order_date), MONTH(orders.order_date), 1)
  UNION ALL
  SELECT
    DATEFROMPARTS(YEAR(order_date), MONTH(order_date), 1) AS month,
    CAST(NULL AS NUMERIC) AS revenue,
    COUNT(*) AS orders
  FROM orders
  WHERE
    order_date >= CAST('2024-01-01' AS DATE)
    AND order_date < CAST('2025-01-01' AS DATE)
  GROUP BY
    DATEFROMPARTS(YEAR(order_date), MONTH(order_date), 1)
)
SELECT
  month,
  CAST(MAX(revenue) AS FLOAT) / NULLIF(COALESCE(MAX(orders), 0), 0) AS average_order_value
FROM parts
GROUP BY
  month
ORDER BY
  CASE WHEN month IS NULL THEN 1 ELSE 0 END,
  month
