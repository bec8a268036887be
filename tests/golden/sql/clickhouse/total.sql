SELECT
  SUM(revenue) AS revenue
FROM order_lines
SETTINGS aggregate_functions_null_for_empty = 1
