SELECT
  SUM(quantity) AS units
FROM order_lines
WHERE
  quantity > 2
SETTINGS aggregate_functions_null_for_empty = 1
