WITH parts AS (
  SELECT
    DATEFROMPARTS(YEAR(orders.order_date), MONTH(orders.order_date), 1) AS month,
    SUM(order_lines.revenue) AS revenue,
    CAST(NULL AS NUMERIC) AS revenue_previous
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
    DATEADD(YEAR, 1, DATEFROMPARTS(YEAR(orders.order_date), MONTH(orders.order_date), 1)) AS month,
    CAST(NULL AS NUMERIC) AS revenue,
    SUM(order_lines.revenue) AS revenue_previous
  FROM order_lines
  LEFT JOIN orders
    ON order_lines.order_id = orders.order_id
  WHERE
    orders.order_date >= CAST('2023-01-01' AS DATE)
    AND orders.order_date < CAST('2024-01-01' AS DATE)
  GROUP BY
    DATEADD(YEAR, 1, DATEFROMPARTS(YEAR(orders.order_date), MONTH(orders.order_date), 1))
), grouped AS (
  SELECT
    month AS month,
    MAX(revenue) AS revenue,
    MAX(revenue_previous) AS revenue_previous
  FROM parts
  GROUP BY
    month
)
SELECT
  month,
  revenue,
  revenue_previous,
  CAST((
    revenue - revenue_previous
  ) AS FLOAT) / NULLIF(ABS(revenue_previous), 0) AS revenue_change
FROM grouped
ORDER BY
  CASE WHEN month IS NULL THEN 1 ELSE 0 END,
  month
