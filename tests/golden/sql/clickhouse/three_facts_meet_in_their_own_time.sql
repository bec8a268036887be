WITH parts AS (
  SELECT
    DATE_TRUNC('month', orders.order_date) AS month,
    SUM(order_lines.revenue) AS revenue,
    NULL AS target_revenue,
    NULL AS satisfaction
  FROM order_lines
  LEFT JOIN orders
    ON order_lines.order_id = orders.order_id
  WHERE
    orders.order_date >= '2024-01-01' AND orders.order_date < '2025-01-01'
  GROUP BY
    1
  UNION ALL
  SELECT
    DATE_TRUNC('month', targets.month) AS month,
    NULL AS revenue,
    SUM(target_revenue) AS target_revenue,
    NULL AS satisfaction
  FROM targets
  WHERE
    targets.month >= '2024-01-01' AND targets.month < '2025-01-01'
  GROUP BY
    1
  UNION ALL
  SELECT
    DATE_TRUNC('month', survey_date) AS month,
    NULL AS revenue,
    NULL AS target_revenue,
    AVG(score) AS satisfaction
  FROM surveys
  WHERE
    survey_date >= '2024-01-01' AND survey_date < '2025-01-01'
  GROUP BY
    1
)
SELECT
  month,
  MAX(revenue) AS revenue,
  MAX(target_revenue) AS target_revenue,
  MAX(satisfaction) AS satisfaction
FROM parts
GROUP BY
  1
ORDER BY
  month
SETTINGS join_use_nulls = 1
