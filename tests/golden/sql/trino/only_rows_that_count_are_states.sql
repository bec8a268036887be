WITH parts AS (
  SELECT
    CAST(DATE_TRUNC('month', day) AS DATE) AS month,
    SUM(CASE WHEN warehouse = 'Paris' THEN quantity ELSE 0 END) AS in_paris,
    NULL AS stock
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
        CAST(DATE_TRUNC('month', day) AS DATE)
    )
  GROUP BY
    1
  UNION ALL
  SELECT
    CAST(DATE_TRUNC('month', day) AS DATE) AS month,
    NULL AS in_paris,
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
