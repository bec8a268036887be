SELECT
  quantity
FROM order_lines
WHERE
  quantity = (
    SELECT
      MIN(quantity)
    FROM order_lines
  )
ORDER BY
  line_id
SETTINGS aggregate_functions_null_for_empty = 1
