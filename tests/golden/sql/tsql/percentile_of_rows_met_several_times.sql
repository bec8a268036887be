SELECT
  category,
  MAX(percentile_50_shipping_cost) AS percentile_50_shipping_cost
FROM (
  SELECT
    category AS category,
    PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY
      CAST(percentile_50_shipping_cost AS FLOAT)) OVER (PARTITION BY category) AS percentile_50_shipping_cost
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
) AS measured
GROUP BY
  category
ORDER BY
  CASE WHEN category IS NULL THEN 1 ELSE 0 END,
  category
