SELECT
  SUM(quantity) AS stock
FROM stock_levels
WHERE
  CAST(STRFTIME('%m', day) AS INTEGER) = 1
  AND day IN (
    SELECT
      MAX(day)
    FROM stock_levels
    WHERE
      CAST(STRFTIME('%m', day) AS INTEGER) = 1
  )
