WITH grouped AS (
  SELECT
    DATEFROMPARTS(YEAR(day), MONTH(day), 1) AS month,
    SUM(quantity) AS stock
  FROM stock_levels
  WHERE
    day IN (
      SELECT
        MAX(day)
      FROM stock_levels
      GROUP BY
        DATEFROMPARTS(YEAR(day), MONTH(day), 1)
    )
  GROUP BY
    DATEFROMPARTS(YEAR(day), MONTH(day), 1)
), with_windows AS (
  SELECT
    grouped.month AS month,
    grouped.stock AS stock,
    AVG(CAST(reached.stock AS FLOAT)) AS stock_in_window
  FROM grouped
  LEFT JOIN grouped AS reached
    ON reached.month >= DATEADD(MONTH, -1, grouped.month)
    AND reached.month <= grouped.month
  GROUP BY
    grouped.month,
    grouped.stock
)
SELECT
  month,
  CASE
    WHEN DATEADD(MONTH, 1, MIN(month) OVER ()) <= month
    THEN stock_in_window
    ELSE stock_in_window
  END AS moving_average_stock
FROM with_windows
ORDER BY
  CASE WHEN month IS NULL THEN 1 ELSE 0 END,
  month
