WITH grouped AS (
  SELECT
    CAST(DATE_TRUNC('month', survey_date) AS DATE) AS month,
    AVG(score) AS satisfaction
  FROM surveys
  GROUP BY
    1
)
SELECT
  month,
  CASE
    WHEN DATEADD(MONTH, 11, MIN(month) OVER ()) <= month
    THEN AVG(satisfaction) OVER (
      ORDER BY DATEDIFF(MONTH, CAST('1970-01-01' AS DATE), month)
      RANGE BETWEEN 11 PRECEDING AND CURRENT ROW
    )
    ELSE AVG(satisfaction) OVER (
      ORDER BY DATEDIFF(MONTH, CAST('1970-01-01' AS DATE), month)
      RANGE BETWEEN 11 PRECEDING AND CURRENT ROW
    )
  END AS moving_average_satisfaction
FROM grouped
ORDER BY
  month
