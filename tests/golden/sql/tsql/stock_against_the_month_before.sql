WITH parts AS (
  SELECT
    DATEFROMPARTS(YEAR(day), MONTH(day), 1) AS month,
    SUM(quantity) AS stock,
    CAST(NULL AS NUMERIC) AS stock_previous
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
  UNION ALL
  SELECT
    DATEADD(MONTH, 1, DATEFROMPARTS(YEAR(day), MONTH(day), 1)) AS month,
    CAST(NULL AS NUMERIC) AS stock,
    SUM(quantity) AS stock_previous
  FROM stock_levels
  WHERE
    day >= CAST('2023-12-01' AS DATE)
    AND day < CAST('2024-12-01' AS DATE)
    AND day IN (
      SELECT
        MAX(day)
      FROM stock_levels
      WHERE
        day >= CAST('2023-12-01' AS DATE) AND day < CAST('2024-12-01' AS DATE)
      GROUP BY
        DATEADD(MONTH, 1, DATEFROMPARTS(YEAR(day), MONTH(day), 1))
    )
  GROUP BY
    DATEADD(MONTH, 1, DATEFROMPARTS(YEAR(day), MONTH(day), 1))
), grouped AS (
  SELECT
    month AS month,
    MAX(stock) AS stock,
    MAX(stock_previous) AS stock_previous
  FROM parts
  GROUP BY
    month
)
SELECT
  month,
  stock,
  stock_previous,
  CAST((
    stock - stock_previous
  ) AS FLOAT) / NULLIF(ABS(stock_previous), 0) AS stock_change
FROM grouped
ORDER BY
  CASE WHEN month IS NULL THEN 1 ELSE 0 END,
  month
