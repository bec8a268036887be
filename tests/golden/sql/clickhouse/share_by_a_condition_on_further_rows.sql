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
  toFloat64(COALESCE(MAX(part_of_orders), 0)) / nullIf(COALESCE(MAX(orders), 0), 0) AS orders_share
FROM parts
SETTINGS join_use_nulls = 1, aggregate_functions_null_for_empty = 1
