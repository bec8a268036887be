WITH grouped AS (
  SELECT
    CAST(DATE_FORMAT(survey_date, '%Y-%m-01') AS DATE) AS month,
    AVG(CAST(score AS DOUBLE)) AS satisfaction
  FROM surveys
  GROUP BY
    1
)
SELECT
  month,
  CASE
    WHEN MIN(month) OVER () + INTERVAL '11' MONTH <= month
    THEN AVG(CAST(satisfaction AS DOUBLE)) OVER (
      ORDER BY EXTRACT(YEAR FROM month) * 12 + EXTRACT(MONTH FROM month)
      RANGE BETWEEN 11 PRECEDING AND CURRENT ROW
    )
    ELSE AVG(CAST(satisfaction AS DOUBLE)) OVER (
      ORDER BY EXTRACT(YEAR FROM month) * 12 + EXTRACT(MONTH FROM month)
      RANGE BETWEEN 11 PRECEDING AND CURRENT ROW
    )
  END AS moving_average_satisfaction
FROM grouped
ORDER BY
  month IS NULL,
  month
