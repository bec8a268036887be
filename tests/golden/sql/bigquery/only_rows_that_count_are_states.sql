WITH parts AS (
  SELECT
    DATE_TRUNC(day, MONTH) AS month,
    SUM(CASE WHEN warehouse = 'Paris' THEN quantity ELSE 0 END) AS in_paris,
    CAST(NULL AS NUMERIC) AS stock
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
        DATE_TRUNC(day, MONTH)
    )
  GROUP BY
    1
  UNION ALL
  SELECT
    DATE_TRUNC(day, MONTH) AS month,
    CAST(NULL AS NUMERIC) AS in_paris,
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
        DATE_TRUNC(day, MONTH)
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
  month NULLS LAST
