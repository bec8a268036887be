WITH grouped AS (
  SELECT
    CAST(DATE_TRUNC('MONTH', survey_date) AS DATE) AS month,
    AVG(CAST(score AS DOUBLE)) AS satisfaction
  FROM surveys
  GROUP BY
    1
)
SELECT
  month,
  CASE
    WHEN MIN(month) OVER () + INTERVAL '11' MONTH <= month
    THEN AVG(satisfaction) OVER (
      ORDER BY month NULLS LAST
      RANGE BETWEEN INTERVAL '11' MONTH PRECEDING AND CURRENT ROW
    )
    ELSE AVG(satisfaction) OVER (
      ORDER BY month NULLS LAST
      RANGE BETWEEN INTERVAL '11' MONTH PRECEDING AND CURRENT ROW
    )
  END AS moving_average_satisfaction
FROM grouped
ORDER BY
  month NULLS LAST
