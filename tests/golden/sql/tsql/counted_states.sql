WITH unordered AS (
  SELECT
    DATEFROMPARTS(YEAR(day), 1, 1) AS year,
    COUNT(*) AS kinds
  FROM stock_levels
  WHERE
    day IN (
      SELECT
        MAX(day)
      FROM stock_levels
      GROUP BY
        DATEFROMPARTS(YEAR(day), 1, 1)
    )
  GROUP BY
    DATEFROMPARTS(YEAR(day), 1, 1)
)
SELECT
  year,
  kinds
FROM unordered
ORDER BY
  CASE WHEN year IS NULL THEN 1 ELSE 0 END,
  year
