WITH parts AS (
  SELECT
    warehouse,
    SUM(quantity) AS stock,
    CAST(NULL AS NUMERIC) AS stock_previous
  FROM stock_levels
  WHERE
    day >= CAST('2025-01-01' AS DATE)
    AND day < CAST('2025-02-01' AS DATE)
    AND day IN (
      SELECT
        MAX(day)
      FROM stock_levels
      WHERE
        day >= CAST('2025-01-01' AS DATE) AND day < CAST('2025-02-01' AS DATE)
    )
  GROUP BY
    warehouse
  UNION ALL
  SELECT
    warehouse,
    CAST(NULL AS NUMERIC) AS stock,
    SUM(quantity) AS stock_previous
  FROM stock_levels
  WHERE
    day >= CAST('2024-01-01' AS DATE)
    AND day < CAST('2024-02-01' AS DATE)
    AND day IN (
      SELECT
        MAX(day)
      FROM stock_levels
      WHERE
        day >= CAST('2024-01-01' AS DATE) AND day < CAST('2024-02-01' AS DATE)
    )
  GROUP BY
    warehouse
), grouped AS (
  SELECT
    warehouse AS warehouse,
    MAX(stock) AS stock,
    MAX(stock_previous) AS stock_previous
  FROM parts
  GROUP BY
    warehouse
)
SELECT
  warehouse,
  stock,
  stock_previous,
  CAST((
    stock - stock_previous
  ) AS FLOAT) / NULLIF(ABS(stock_previous), 0) AS stock_change
FROM grouped
ORDER BY
  CASE WHEN warehouse IS NULL THEN 1 ELSE 0 END,
  warehouse
