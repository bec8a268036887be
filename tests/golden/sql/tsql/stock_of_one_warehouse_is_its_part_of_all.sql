WITH unordered AS (
  SELECT
    DATEFROMPARTS(YEAR(day), MONTH(day), 1) AS month,
    SUM(quantity) AS stock
  FROM stock_levels
  WHERE
    warehouse = 'Paris'
    AND day IN (
      SELECT
        MAX(day)
      FROM stock_levels
      GROUP BY
        DATEFROMPARTS(YEAR(day), MONTH(day), 1)
    )
  GROUP BY
    DATEFROMPARTS(YEAR(day), MONTH(day), 1)
)
SELECT
  month,
  stock
FROM unordered
ORDER BY
  CASE WHEN month IS NULL THEN 1 ELSE 0 END,
  month
