SELECT
  SUM(quantity) AS units
FROM order_lines
WHERE
  quantity > 2
