WITH unordered AS (
  SELECT
    DATEFROMPARTS(YEAR(day), DATEPART(QUARTER, day) * 3 - 2, 1) AS quarter,
    SUM(quantity) AS opening_stock
  FROM stock_levels
  WHERE
    day IN (
      SELECT
        MIN(day)
      FROM stock_levels
      GROUP BY
        DATEFROMPARTS(YEAR(day), DATEPART(QUARTER, day) * 3 - 2, 1)
    )
  GROUP BY
    DATEFROMPARTS(YEAR(day), DATEPART(QUARTER, day) * 3 - 2, 1)
)
SELECT
  quarter,
  opening_stock
FROM unordered
ORDER BY
  CASE WHEN quarter IS NULL THEN 1 ELSE 0 END,
  quarter
