WITH unordered AS (
  SELECT
    DATEPART(MONTH, day) AS month_of_year,
    SUM(quantity) AS stock
  FROM stock_levels
  WHERE
    day >= CAST('2024-01-01' AS DATE)
    AND day < CAST('2025-01-01' AS DATE)
    AND day IN (
      SELECT
        MAX(day)
      FROM stock_levels
      WHERE
        day >= CAST('2024-01-01' AS DATE) AND day < CAST('2025-01-01' AS DATE)
      GROUP BY
        DATEPART(MONTH, day)
    )
  GROUP BY
    DATEPART(MONTH, day)
)
SELECT
  month_of_year,
  stock
FROM unordered
ORDER BY
  CASE WHEN month_of_year IS NULL THEN 1 ELSE 0 END,
  month_of_year
