SELECT
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
  )
