WITH grouped AS (
  SELECT
    DATE_TRUNC('month', survey_date) AS month,
    AVG(score) AS satisfaction
  FROM surveys
  GROUP BY
    1
)
SELECT
  month,
  CASE
    WHEN MIN(month) OVER () + INTERVAL '11' MONTH <= month
    THEN AVG(satisfaction) OVER (ORDER BY toRelativeMonthNum(month) RANGE BETWEEN 11 PRECEDING AND CURRENT ROW)
    ELSE AVG(satisfaction) OVER (ORDER BY toRelativeMonthNum(month) RANGE BETWEEN 11 PRECEDING AND CURRENT ROW)
  END AS moving_average_satisfaction
FROM grouped
ORDER BY
  month
