SELECT
  products.category AS category,
  SUM(order_lines.revenue) AS revenue
FROM order_lines
LEFT JOIN orders
  ON order_lines.order_id = orders.order_id
LEFT JOIN products
  ON order_lines.product_id = products.product_id
WHERE
  orders.region = 'North'
  AND orders.order_date >= CAST('2024-01-01' AS DATE)
  AND orders.order_date < CAST('2025-01-01' AS DATE)
  AND DATEDIFF(DAY, CAST('0001-01-01' AS DATE), orders.order_date) % 7 + 1 = 1
GROUP BY
  products.category
ORDER BY
  CASE WHEN products.category IS NULL THEN 1 ELSE 0 END,
  products.category
