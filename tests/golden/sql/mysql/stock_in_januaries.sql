SELECT
  SUM(quantity) AS stock
FROM stock_levels
WHERE
  MONTH(day) = 1
  AND day IN (
    SELECT
      MAX(day)
    FROM stock_levels
    WHERE
      MONTH(day) = 1
  )
