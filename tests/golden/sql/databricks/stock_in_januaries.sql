SELECT
  SUM(quantity) AS stock
FROM stock_levels
WHERE
  CAST(EXTRACT(MONTH FROM day) AS INT) = 1
  AND day IN (
    SELECT
      MAX(day)
    FROM stock_levels
    WHERE
      CAST(EXTRACT(MONTH FROM day) AS INT) = 1
  )
