SELECT
  SUM(quantity) AS stock
FROM stock_levels
WHERE
  day < '2024-01-31'
  AND day IN (
    SELECT
      MAX(day)
    FROM stock_levels
    WHERE
      day < '2024-01-31'
  )
