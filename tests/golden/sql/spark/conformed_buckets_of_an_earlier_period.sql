WITH parts AS (
  SELECT
    orders.region AS region,
    SUM(order_lines.revenue) AS revenue,
    NULL AS target_revenue,
    NULL AS revenue_previous,
    NULL AS target_revenue_previous
  FROM order_lines
  LEFT JOIN orders
    ON order_lines.order_id = orders.order_id
  WHERE
    orders.order_date >= '2024-01-01' AND orders.order_date < '2025-01-01'
  GROUP BY
    1
  UNION ALL
  SELECT
    area AS region,
    NULL AS revenue,
    SUM(target_revenue) AS target_revenue,
    NULL AS revenue_previous,
    NULL AS target_revenue_previous
  FROM targets
  WHERE
    month >= '2024-01-01' AND month < '2025-01-01'
  GROUP BY
    1
  UNION ALL
  SELECT
    orders.region AS region,
    NULL AS revenue,
    NULL AS target_revenue,
    SUM(order_lines.revenue) AS revenue_previous,
    NULL AS target_revenue_previous
  FROM order_lines
  LEFT JOIN orders
    ON order_lines.order_id = orders.order_id
  WHERE
    orders.order_date >= '2023-01-01' AND orders.order_date < '2024-01-01'
  GROUP BY
    1
  UNION ALL
  SELECT
    area AS region,
    NULL AS revenue,
    NULL AS target_revenue,
    NULL AS revenue_previous,
    SUM(target_revenue) AS target_revenue_previous
  FROM targets
  WHERE
    month >= '2023-01-01' AND month < '2024-01-01'
  GROUP BY
    1
), grouped AS (
  SELECT
    region,
    MAX(revenue) AS revenue,
    MAX(revenue_previous) AS revenue_previous,
    MAX(target_revenue) AS target_revenue,
    MAX(target_revenue_previous) AS target_revenue_previous
  FROM parts
  GROUP BY
    1
)
SELECT
  region,
  revenue,
  revenue_previous,
  (
    revenue - revenue_previous
  ) / NULLIF(ABS(revenue_previous), 0) AS revenue_change,
  target_revenue,
  target_revenue_previous,
  (
    target_revenue - target_revenue_previous
  ) / NULLIF(ABS(target_revenue_previous), 0) AS target_revenue_change
FROM grouped
ORDER BY
  region NULLS LAST
