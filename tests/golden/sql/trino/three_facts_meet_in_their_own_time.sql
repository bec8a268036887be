WITH parts AS (
  SELECT
    CAST(DATE_TRUNC('month', orders.order_date) AS DATE) AS month,
    SUM(order_lines.revenue) AS revenue,
    NULL AS target_revenue,
    NULL AS satisfaction
  FROM order_lines
  LEFT JOIN orders
    ON order_lines.order_id = orders.order_id
  WHERE
    orders.order_date >= CAST('2024-01-01' AS DATE)
    AND orders.order_date < CAST('2025-01-01' AS DATE)
  GROUP BY
    1
  UNION ALL
  SELECT
    CAST(DATE_TRUNC('month', month) AS DATE) AS month,
    NULL AS revenue,
    SUM(target_revenue) AS target_revenue,
    NULL AS satisfaction
  FROM targets
  WHERE
    month >= CAST('2024-01-01' AS DATE) AND month < CAST('2025-01-01' AS DATE)
  GROUP BY
    1
  UNION ALL
  SELECT
    CAST(DATE_TRUNC('month', survey_date) AS DATE) AS month,
    NULL AS revenue,
    NULL AS target_revenue,
    AVG(CAST(score AS DOUBLE)) AS satisfaction
  FROM surveys
  WHERE
    survey_date >= CAST('2024-01-01' AS DATE)
    AND survey_date < CAST('2025-01-01' AS DATE)
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
