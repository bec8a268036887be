SELECT
  SUM(quantity) AS stock
FROM stock_levels
WHERE
  day < CAST('2024-01-31' AS DATE)
  AND day IN (
    SELECT
      MAX(day)
    FROM stock_levels
    WHERE
      day < CAST('2024-01-31' AS DATE)
  )
