WITH parts AS (
  SELECT
    warehouse,
    SUM(quantity) AS stock,
    NULL AS stock_previous
  FROM stock_levels
  WHERE
    day >= '2025-01-01'
    AND day < '2025-02-01'
    AND day IN (
      SELECT
        MAX(day)
      FROM stock_levels
      WHERE
        day >= '2025-01-01' AND day < '2025-02-01'
    )
  GROUP BY
    1
  UNION ALL
  SELECT
    warehouse,
    NULL AS stock,
    SUM(quantity) AS stock_previous
  FROM stock_levels
  WHERE
    day >= '2024-01-01'
    AND day < '2024-02-01'
    AND day IN (
      SELECT
        MAX(day)
      FROM stock_levels
      WHERE
        day >= '2024-01-01' AND day < '2024-02-01'
    )
  GROUP BY
    1
), grouped AS (
  SELECT
    warehouse,
    MAX(stock) AS stock,
    MAX(stock_previous) AS stock_previous
  FROM parts
  GROUP BY
    1
)
SELECT
  warehouse,
  stock,
  stock_previous,
  CAST(stock - stock_previous AS DOUBLE) / NULLIF(ABS(stock_previous), 0) AS stock_change
FROM grouped
ORDER BY
  warehouse NULLS LAST
