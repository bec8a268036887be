SELECT
  AVG(quantity) AS average_quantity,
  MIN(quantity) AS lowest_quantity,
  MAX(quantity) AS highest_quantity,
  COUNT(DISTINCT quantity) AS distinct_quantity,
  COUNT(quantity) AS count_quantity
FROM order_lines
SETTINGS aggregate_functions_null_for_empty = 1
