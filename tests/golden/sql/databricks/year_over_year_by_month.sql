WITH parts AS (
  SELECT
    CAST(DATE_TRUNC('MONTH', orders.order_date) AS DATE) AS month,
    SUM(order_lines.revenue) AS revenue,
    NULL AS revenue_previous
  FROM order_lines
  LEFT JOIN orders
    ON order_lines.order_id = orders.order_id
  WHERE
    orders.order_date >= '2024-01-01' AND orders.order_date < '2025-01-01'
  GROUP BY
    1
  UNION ALL
  SELECT
    CAST(DATE_TRUNC('MONTH', orders.order_date) + INTERVAL '1' YEAR AS DATE) AS month,
    NULL AS revenue,
    SUM(order_lines.revenue) AS revenue_previous
  FROM order_lines
  LEFT JOIN orders
    ON order_lines.order_id = orders.order_id
  WHERE
    orders.order_date >= '2023-01-01' AND orders.order_date < '2024-01-01'
  GROUP BY
    1
), grouped AS (
  SELECT
    month,
    MAX(revenue) AS revenue,
    MAX(revenue_previous) AS revenue_previous
  FROM parts
  GROUP BY
    1
)
SELECT
  month,
  revenue,
  revenue_previous,
  (
    revenue - revenue_previous
  ) / NULLIF(ABS(revenue_previous), 0) AS revenue_change
FROM grouped
ORDER BY
  month NULLS LAST
