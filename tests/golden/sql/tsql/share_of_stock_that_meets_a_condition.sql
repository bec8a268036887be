WITH unordered AS (
  SELECT
    DATEFROMPARTS(YEAR(day), MONTH(day), 1) AS month,
    CAST(SUM(CASE WHEN warehouse = 'Berlin' THEN quantity ELSE 0 END) AS FLOAT) / NULLIF(SUM(quantity), 0) AS stock_share
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
        DATEFROMPARTS(YEAR(day), MONTH(day), 1)
    )
  GROUP BY
    DATEFROMPARTS(YEAR(day), MONTH(day), 1)
)
SELECT
  month,
  stock_share
FROM unordered
ORDER BY
  CASE WHEN month IS NULL THEN 1 ELSE 0 END,
  month
