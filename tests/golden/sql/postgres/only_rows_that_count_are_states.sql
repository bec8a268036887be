WITH parts AS (
  SELECT
    CAST(DATE_TRUNC('month', day) AS DATE) AS month,
    SUM(CASE WHEN warehouse = 'Paris' THEN quantity ELSE 0 END) AS in_paris,
    CAST(NULL AS DECIMAL) AS stock
  FROM stock_levels
  WHERE
    day >= '2024-01-01'
    AND day < '2025-01-01'
    AND day IN (
      SELECT
        MAX(day)
      FROM stock_levels
      WHERE
        day >= '2024-01-01' AND day < '2025-01-01' AND warehouse = 'Paris'
      GROUP BY
        CAST(DATE_TRUNC('month', day) AS DATE)
    )
  GROUP BY
    1
  UNION ALL
  SELECT
    CAST(DATE_TRUNC('month', day) AS DATE) AS month,
    CAST(NULL AS DECIMAL) AS in_paris,
    SUM(quantity) AS stock
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
        CAST(DATE_TRUNC('month', day) AS DATE)
    )
  GROUP BY
    1
)
SELECT
  month,
  MAX(in_paris) AS in_paris,
  MAX(stock) AS stock
FROM parts
GROUP BY
  1
ORDER BY
  month
