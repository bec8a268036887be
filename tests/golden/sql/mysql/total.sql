SELECT
  SUM(revenue) AS revenue
FROM order_lines
