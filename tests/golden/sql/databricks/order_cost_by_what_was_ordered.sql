WITH parts AS (
  SELECT
    category,
    SUM(shipping_cost) AS shipping_cost,
    NULL AS orders,
    NULL AS units
  FROM (
    SELECT DISTINCT
      products.category AS category,
      orders.order_id AS order_id,
      orders.shipping_cost AS shipping_cost
    FROM order_lines
    LEFT JOIN orders
      ON order_lines.order_id = orders.order_id
    LEFT JOIN products
      ON order_lines.product_id = products.product_id
  ) AS orders_once
  GROUP BY
    1
  UNION ALL
  SELECT
    products.category AS category,
    NULL AS shipping_cost,
    COUNT(DISTINCT orders.order_id) AS orders,
    SUM(order_lines.quantity) AS units
  FROM order_lines
  LEFT JOIN orders
    ON order_lines.order_id = orders.order_id
  LEFT JOIN products
    ON order_lines.product_id = products.product_id
  GROUP BY
    1
)
SELECT
  category,
  MAX(shipping_cost) AS shipping_cost,
  COALESCE(MAX(orders), 0) AS orders,
  MAX(units) AS units
FROM parts
GROUP BY
  1
ORDER BY
  category NULLS LAST
