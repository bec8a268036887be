WITH parts AS (
  SELECT
    DATEFROMPARTS(YEAR(orders.order_date), MONTH(orders.order_date), 1) AS month,
    SUM(order_lines.revenue) AS revenue,
    CAST(NULL AS NUMERIC) AS target_revenue,
    CAST(NULL AS NUMERIC) AS satisfaction
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
    DATEFROMPARTS(YEAR(month), MONTH(month), 1) AS month,
    CAST(NULL AS NUMERIC) AS revenue,
    SUM(target_revenue) AS target_revenue,
    CAST(NULL AS NUMERIC) AS satisfaction
  FROM targets
  WHERE
    month >= CAST('2024-01-01' AS DATE) AND month < CAST('2025-01-01' AS DATE)
  GROUP BY
    DATEFROMPARTS(YEAR(month), MONTH(month), 1)
  UNION ALL
  SELECT
    DATEFROMPARTS(YEAR(survey_date), MONTH(survey_date), 1) AS month,
    CAST(NULL AS NUMERIC) AS revenue,
    CAST(NULL AS NUMERIC) AS target_revenue,
    AVG(CAST(score AS FLOAT)) AS satisfaction
  FROM surveys
  WHERE
    survey_date >= CAST('2024-01-01' AS DATE)
    AND survey_date < CAST('2025-01-01' AS DATE)
  GROUP BY
    DATEFROMPARTS(YEAR(survey_date), MONTH(survey_date), 1)
)
SELECT
  month,
  MAX(revenue) AS revenue,
  MAX(target_revenue) AS target_revenue,
  MAX(satisfaction) AS satisfaction
FROM parts
GROUP BY
  month
ORDER BY
  CASE WHEN month IS NULL THEN 1 ELSE 0 END,
  month
