WITH parts AS (
  SELECT
    SUM(part_of_shipping_cost) AS part_of_shipping_cost,
    NULL AS shipping_cost
  FROM (
    SELECT DISTINCT
      orders.order_id AS order_id,
      CASE WHEN products.category = 'Technology' THEN orders.shipping_cost ELSE 0 END AS part_of_shipping_cost
    FROM order_lines
    LEFT JOIN orders
      ON order_lines.order_id = orders.order_id
    LEFT JOIN products
      ON order_lines.product_id = products.product_id
  ) AS orders_once
  UNION ALL
  SELECT
    NULL AS part_of_shipping_cost,
    SUM(shipping_cost) AS shipping_cost
  FROM orders
)
SELECT
  toFloat64(MAX(part_of_shipping_cost)) / nullIf(MAX(shipping_cost), 0) AS shipping_cost_share
FROM parts
SETTINGS join_use_nulls = 1, aggregate_functions_null_for_empty = 1
