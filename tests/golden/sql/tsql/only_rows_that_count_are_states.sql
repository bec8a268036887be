WITH parts AS (
  SELECT
    DATEFROMPARTS(YEAR(day), MONTH(day), 1) AS month,
    SUM(CASE WHEN warehouse = 'Paris' THEN quantity ELSE 0 END) AS in_paris,
    CAST(NULL AS NUMERIC) AS stock
  FROM stock_levels
  WHERE
    day >= CAST('2024-01-01' AS DATE)
    AND day < CAST('2025-01-01' AS DATE)
    AND day IN (
      SELECT
        MAX(day)
      FROM stock_levels
      WHERE
        day >= CAST('2024-01-01' AS DATE)
        AND day < CAST('2025-01-01' AS DATE)
        AND warehouse = 'Paris'
      GROUP BY
        DATEFROMPARTS(YEAR(day), MONTH(day), 1)
    )
  GROUP BY
    DATEFROMPARTS(YEAR(day), MONTH(day), 1)
  UNION ALL
  SELECT
    DATEFROMPARTS(YEAR(day), MONTH(day), 1) AS month,
    CAST(NULL AS NUMERIC) AS in_paris,
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
        DATEFROMPARTS(YEAR(day), MONTH(day), 1)
    )
  GROUP BY
    DATEFROMPARTS(YEAR(day), MONTH(day), 1)
)
SELECT
  month,
  MAX(in_paris) AS in_paris,
  MAX(stock) AS stock
FROM parts
GROUP BY
  month
ORDER BY
  CASE WHEN month IS NULL THEN 1 ELSE 0 END,
  month
