WITH parts AS (
  SELECT
    orders.region AS region,
    SUM(order_lines.revenue) AS revenue,
    CAST(NULL AS NUMERIC) AS target_revenue,
    CAST(NULL AS NUMERIC) AS revenue_previous,
    CAST(NULL AS NUMERIC) AS target_revenue_previous
  FROM order_lines
  LEFT JOIN orders
    ON order_lines.order_id = orders.order_id
  WHERE
    orders.order_date >= CAST('2024-01-01' AS DATE)
    AND orders.order_date < CAST('2025-01-01' AS DATE)
  GROUP BY
    orders.region
  UNION ALL
  SELECT
    area AS region,
    CAST(NULL AS NUMERIC) AS revenue,
    SUM(target_revenue) AS target_revenue,
    CAST(NULL AS NUMERIC) AS revenue_previous,
    CAST(NULL AS NUMERIC) AS target_revenue_previous
  FROM targets
  WHERE
    month >= CAST('2024-01-01' AS DATE) AND month < CAST('2025-01-01' AS DATE)
  GROUP BY
    area
  UNION ALL
  SELECT
    orders.region AS region,
    CAST(NULL AS NUMERIC) AS revenue,
    CAST(NULL AS NUMERIC) AS target_revenue,
    SUM(order_lines.revenue) AS revenue_previous,
    CAST(NULL AS NUMERIC) AS target_revenue_previous
  FROM order_lines
  LEFT JOIN orders
    ON order_lines.order_id = orders.order_id
  WHERE
    orders.order_date >= CAST('2023-01-01' AS DATE)
    AND orders.order_date < CAST('2024-01-01' AS DATE)
  GROUP BY
    orders.region
  UNION ALL
  SELECT
    area AS region,
    CAST(NULL AS NUMERIC) AS revenue,
    CAST(NULL AS NUMERIC) AS target_revenue,
    CAST(NULL AS NUMERIC) AS revenue_previous,
    SUM(target_revenue) AS target_revenue_previous
  FROM targets
  WHERE
    month >= CAST('2023-01-01' AS DATE) AND month < CAST('2024-01-01' AS DATE)
  GROUP BY
    area
), grouped AS (
  SELECT
    region AS region,
    MAX(revenue) AS revenue,
    MAX(revenue_previous) AS revenue_previous,
    MAX(target_revenue) AS target_revenue,
    MAX(target_revenue_previous) AS target_revenue_previous
  FROM parts
  GROUP BY
    region
)
SELECT
  region,
  revenue,
  revenue_previous,
  CAST((
    revenue - revenue_previous
  ) AS FLOAT) / NULLIF(ABS(revenue_previous), 0) AS revenue_change,
  target_revenue,
  target_revenue_previous,
  CAST((
    target_revenue - target_revenue_previous
  ) AS FLOAT) / NULLIF(ABS(target_revenue_previous), 0) AS target_revenue_change
FROM grouped
ORDER BY
  CASE WHEN region IS NULL THEN 1 ELSE 0 END,
  region
