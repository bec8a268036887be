SELECT
  SUM(quantity) AS units
FROM order_lines
WHERE
  returned = TRUE
