SELECT
  category,
  PERCENTILE(percentile_50_shipping_cost, 0.5) AS percentile_50_shipping_cost
FROM (
  SELECT DISTINCT
    products.category AS category,
    orders.order_id AS order_id,
    orders.shipping_cost AS percentile_50_shipping_cost
  FROM order_lines
  LEFT JOIN orders
    ON order_lines.order_id = orders.order_id
  LEFT JOIN products
    ON order_lines.product_id = products.product_id
  WHERE
    products.category = 'Technology'
) AS orders_once
GROUP BY
  1
ORDER BY
  category NULLS LAST
