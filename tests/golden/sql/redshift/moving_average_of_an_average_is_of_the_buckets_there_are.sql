WITH grouped AS (
  SELECT
    CAST(DATE_TRUNC('month', survey_date) AS DATE) AS month,
    AVG(CAST(score AS DOUBLE PRECISION)) AS satisfaction
  FROM surveys
  GROUP BY
    1
), with_windows AS (
  SELECT
    grouped.month,
    grouped.satisfaction,
    AVG(CAST(reached.satisfaction AS DOUBLE PRECISION)) AS satisfaction_in_window
  FROM grouped
  LEFT JOIN grouped AS reached
    ON reached.month >= grouped.month - INTERVAL '11 MONTH'
    AND reached.month <= grouped.month
  GROUP BY
    grouped.month,
    grouped.satisfaction
)
SELECT
  month,
  CASE
    WHEN MIN(month) OVER () + INTERVAL '11 MONTH' <= month
    THEN satisfaction_in_window
    ELSE satisfaction_in_window
  END AS moving_average_satisfaction
FROM with_windows
ORDER BY
  month
