WITH grouped AS (
  SELECT
    DATE(survey_date, 'start of month') AS month,
    AVG(score) AS satisfaction
  FROM surveys
  GROUP BY
    1
)
SELECT
  month,
  CASE
    WHEN DATE(MIN(month) OVER (), '+11 months') <= month
    THEN AVG(satisfaction) OVER (
      ORDER BY CAST(STRFTIME('%Y', month) AS INTEGER) * 12 + CAST(STRFTIME('%m', month) AS INTEGER) NULLS LAST
      RANGE BETWEEN 11 PRECEDING AND CURRENT ROW
    )
    ELSE AVG(satisfaction) OVER (
      ORDER BY CAST(STRFTIME('%Y', month) AS INTEGER) * 12 + CAST(STRFTIME('%m', month) AS INTEGER) NULLS LAST
      RANGE BETWEEN 11 PRECEDING AND CURRENT ROW
    )
  END AS moving_average_satisfaction
FROM grouped
ORDER BY
  month NULLS LAST
