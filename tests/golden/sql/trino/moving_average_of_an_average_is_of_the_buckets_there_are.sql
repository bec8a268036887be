WITH grouped AS (
  SELECT
    CAST(DATE_TRUNC('month', survey_date) AS DATE) AS month,
    AVG(CAST(score AS DOUBLE)) AS satisfaction
  FROM surveys
  GROUP BY
    1
)
SELECT
  month,
  CASE
    WHEN MIN(month) OVER () + INTERVAL '11' MONTH <= month
    THEN AVG(CAST(satisfaction AS DOUBLE)) OVER (ORDER BY month RANGE BETWEEN INTERVAL '11' MONTH PRECEDING AND CURRENT ROW)
    ELSE AVG(CAST(satisfaction AS DOUBLE)) OVER (ORDER BY month RANGE BETWEEN INTERVAL '11' MONTH PRECEDING AND CURRENT ROW)
  END AS moving_average_satisfaction
FROM grouped
ORDER BY
  month
