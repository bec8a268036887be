SELECT
  category,
  AVG(CAST(average_shipping_cost AS FLOAT)) AS average_shipping_cost
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
  category
ORDER BY
  CASE WHEN category IS NULL THEN 1 ELSE 0 END,
  category
