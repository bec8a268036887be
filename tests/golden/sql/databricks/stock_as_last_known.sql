SELECT
  SUM(quantity) AS stock
FROM stock_levels
WHERE
  day IN (
    SELECT
      MAX(day)
    FROM stock_levels
  )
