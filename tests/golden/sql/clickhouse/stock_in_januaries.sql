SELECT
  SUM(quantity) AS stock
FROM stock_levels
WHERE
  toMonth(day) = 1
  AND day IN (
    SELECT
      MAX(day)
    FROM stock_levels
    WHERE
      toMonth(day) = 1
  )
SETTINGS aggregate_functions_null_for_empty = 1
