SELECT
  CAST(DATE_TRUNC('MONTH', day) AS DATE) AS month,
  CAST(SUM(CASE WHEN warehouse = 'Berlin' THEN quantity ELSE 0 END) AS DOUBLE) / NULLIF(SUM(quantity), 0) AS stock_share
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
ORDER BY
  month NULLS LAST
