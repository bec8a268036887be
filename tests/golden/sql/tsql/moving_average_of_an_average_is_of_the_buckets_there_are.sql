WITH grouped AS (
  SELECT
    DATEFROMPARTS(YEAR(survey_date), MONTH(survey_date), 1) AS month,
    AVG(CAST(score AS FLOAT)) AS satisfaction
  FROM surveys
  GROUP BY
    DATEFROMPARTS(YEAR(survey_date), MONTH(survey_date), 1)
), with_windows AS (
  SELECT
    grouped.month AS month,
    grouped.satisfaction AS satisfaction,
    AVG(CAST(reached.satisfaction AS FLOAT)) AS satisfaction_in_window
  FROM grouped
  LEFT JOIN grouped AS reached
    ON reached.month >= DATEADD(MONTH, -11, grouped.month)
    AND reached.month <= grouped.month
  GROUP BY
    grouped.month,
    grouped.satisfaction
)
SELECT
  month,
  CASE
    WHEN DATEADD(MONTH, 11, MIN(month) OVER ()) <= month
    THEN satisfaction_in_window
    ELSE satisfaction_in_window
  END AS moving_average_satisfaction
FROM with_windows
ORDER BY
  CASE WHEN month IS NULL THEN 1 ELSE 0 END,
  month
