SELECT
  orders.region AS area,
  SUM(order_lines.revenue) AS revenue
FROM order_lines
LEFT JOIN orders
  ON order_lines.order_id = orders.order_id
WHERE
  orders.region IN ('North', 'South')
GROUP BY
  1
ORDER BY
  area NULLS LAST
