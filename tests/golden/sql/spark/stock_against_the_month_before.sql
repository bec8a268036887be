WITH parts AS (
  SELECT
    CAST(DATE_TRUNC('MONTH', day) AS DATE) AS month,
    SUM(quantity) AS stock,
    NULL AS stock_previous
  FROM stock_levels
  WHERE
    day >= '2024-01-01'
    AND day < '2025-01-01'
    AND day IN (
      SELECT
        MAX(day)
      FROM stock_levels
      WHERE
        day >= '2024-01-01' AND day < '2025-01-01'
      GROUP BY
        CAST(DATE_TRUNC('MONTH', day) AS DATE)
    )
  GROUP BY
    1
  UNION ALL
  SELECT
    CAST(DATE_TRUNC('MONTH', day) + INTERVAL '1' MONTH AS DATE) AS month,
    NULL AS stock,
    SUM(quantity) AS stock_previous
  FROM stock_levels
  WHERE
    day >= '2023-12-01'
    AND day < '2024-12-01'
    AND day IN (
      SELECT
        MAX(day)
      FROM stock_levels
      WHERE
        day >= '2023-12-01' AND day < '2024-12-01'
      GROUP BY
        CAST(DATE_TRUNC('MONTH', day) + INTERVAL '1' MONTH AS DATE)
    )
  GROUP BY
    1
), grouped AS (
  SELECT
    month,
    MAX(stock) AS stock,
    MAX(stock_previous) AS stock_previous
  FROM parts
  GROUP BY
    1
)
SELECT
  month,
  stock,
  stock_previous,
  CAST(stock - stock_previous AS DOUBLE) / NULLIF(ABS(stock_previous), 0) AS stock_change
FROM grouped
ORDER BY
  month NULLS LAST
