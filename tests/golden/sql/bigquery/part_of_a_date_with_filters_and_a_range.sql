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
  AND orders.order_date >= '2024-01-01'
  AND orders.order_date < '2025-01-01'
  AND DATE_DIFF(
    CAST(orders.order_date AS DATE),
    DATE_TRUNC(CAST(orders.order_date AS DATE), ISOWEEK),
    DAY
  ) + 1 = 1
GROUP BY
  1
ORDER BY
  category NULLS LAST
