SELECT
  category,
  AVG(CAST(average_shipping_cost AS DOUBLE)) AS average_shipping_cost
FROM (
  SELECT DISTINCT
    products.category AS category,
    orders.order_id AS order_id,
    orders.shipping_cost AS average_shipping_cost
  FROM order_lines
  LEFT JOIN orders
    ON order_lines.order_id = orders.order_id
  LEFT JOIN products
    ON order_lines.product_id = products.product_id
) AS orders_once
GROUP BY
  1
ORDER BY
  category NULLS LAST
