SELECT
  SUM(quantity) AS units
FROM order_lines
WHERE
  quantity >= 2 AND quantity < 10
SETTINGS aggregate_functions_null_for_empty = 1
