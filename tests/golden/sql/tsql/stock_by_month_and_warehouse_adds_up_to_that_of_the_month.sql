WITH unordered AS (
  SELECT
    DATEFROMPARTS(YEAR(day), MONTH(day), 1) AS month,
    warehouse AS warehouse,
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
    DATEFROMPARTS(YEAR(day), MONTH(day), 1),
    warehouse
)
SELECT
  month,
  warehouse,
  stock
FROM unordered
ORDER BY
  CASE WHEN month IS NULL THEN 1 ELSE 0 END,
  month,
  CASE WHEN warehouse IS NULL THEN 1 ELSE 0 END,
  warehouse
