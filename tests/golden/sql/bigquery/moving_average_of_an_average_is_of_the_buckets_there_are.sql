WITH grouped AS (
  SELECT
    DATE_TRUNC(survey_date, MONTH) AS month,
    AVG(score) AS satisfaction
  FROM surveys
  GROUP BY
    1
)
SELECT
  month,
  CASE
    WHEN DATE_ADD(MIN(month) OVER (), INTERVAL 11 MONTH) <= month
    THEN AVG(satisfaction) OVER (
      ORDER BY DATE_DIFF(month, CAST('1970-01-01' AS DATE), MONTH)
      RANGE BETWEEN 11 PRECEDING AND CURRENT ROW
    )
    ELSE AVG(satisfaction) OVER (
      ORDER BY DATE_DIFF(month, CAST('1970-01-01' AS DATE), MONTH)
      RANGE BETWEEN 11 PRECEDING AND CURRENT ROW
    )
  END AS moving_average_satisfaction
FROM grouped
ORDER BY
  month NULLS LAST
