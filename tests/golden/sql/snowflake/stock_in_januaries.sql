SELECT
  SUM(quantity) AS stock
FROM stock_levels
WHERE
  CAST(DATE_PART(MONTH, day) AS INT) = 1
  AND day IN (
    SELECT
      MAX(day)
    FROM stock_levels
    WHERE
      CAST(DATE_PART(MONTH, day) AS INT) = 1
  )
