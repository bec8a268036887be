SELECT
  SUM(quantity) AS units
FROM order_lines
WHERE
  returned = TRUE
SETTINGS aggregate_functions_null_for_empty = 1
