WITH grouped AS (
  SELECT
    CAST(DATE_TRUNC('month', day) AS DATE) AS month,
    SUM(quantity) AS stock
  FROM stock_levels
  WHERE
    day IN (
      SELECT
        MAX(day)
      FROM stock_levels
      GROUP BY
        CAST(DATE_TRUNC('month', day) AS DATE)
    )
  GROUP BY
    1
), with_windows AS (
  SELECT
    grouped.month,
    grouped.stock,
    AVG(CAST(reached.stock AS DOUBLE PRECISION)) AS stock_in_window
  FROM grouped
  LEFT JOIN grouped AS reached
    ON reached.month >= grouped.month - INTERVAL '1 MONTH'
    AND reached.month <= grouped.month
  GROUP BY
    grouped.month,
    grouped.stock
)
SELECT
  month,
  CASE
    WHEN MIN(month) OVER () + INTERVAL '1 MONTH' <= month
    THEN stock_in_window
    ELSE stock_in_window
  END AS moving_average_stock
FROM with_windows
ORDER BY
  month
