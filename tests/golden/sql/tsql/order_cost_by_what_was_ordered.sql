WITH parts AS (
  SELECT
    category,
    SUM(shipping_cost) AS shipping_cost,
    CAST(NULL AS NUMERIC) AS orders,
    CAST(NULL AS NUMERIC) AS units
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
    category
  UNION ALL
  SELECT
    products.category AS category,
    CAST(NULL AS NUMERIC) AS shipping_cost,
    COUNT(DISTINCT orders.order_id) AS orders,
    SUM(order_lines.quantity) AS units
  FROM order_lines
  LEFT JOIN orders
    ON order_lines.order_id = orders.order_id
  LEFT JOIN products
    ON order_lines.product_id = products.product_id
  GROUP BY
    products.category
)
SELECT
  category,
  MAX(shipping_cost) AS shipping_cost,
  COALESCE(MAX(orders), 0) AS orders,
  MAX(units) AS units
FROM parts
GROUP BY
  category
ORDER BY
  CASE WHEN category IS NULL THEN 1 ELSE 0 END,
  category
