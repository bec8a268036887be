WITH parts AS (
  SELECT
    COUNT(DISTINCT CASE WHEN products.category = 'Technology' THEN orders.order_id END) AS part_of_orders,
    NULL AS orders
  FROM order_lines
  LEFT JOIN orders
    ON order_lines.order_id = orders.order_id
  LEFT JOIN products
    ON order_lines.product_id = products.product_id
  UNION ALL
  SELECT
    NULL AS part_of_orders,
    COUNT(*) AS orders
  FROM orders
)
SELECT
  CAST(COALESCE(MAX(part_of_orders), 0) AS DOUBLE) / NULLIF(COALESCE(MAX(orders), 0), 0) AS orders_share
FROM parts
