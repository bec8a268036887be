SELECT
  AVG(CAST(quantity AS DOUBLE)) AS average_quantity,
  MIN(quantity) AS lowest_quantity,
  MAX(quantity) AS highest_quantity,
  COUNT(DISTINCT quantity) AS distinct_quantity,
  COUNT(quantity) AS count_quantity
FROM order_lines
