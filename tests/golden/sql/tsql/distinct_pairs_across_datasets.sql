WITH unordered AS (
  SELECT DISTINCT
    orders.region AS region,
    products.category AS category
  FROM order_lines
  LEFT JOIN orders
    ON order_lines.order_id = orders.order_id
  LEFT JOIN products
    ON order_lines.product_id = products.product_id
)
SELECT
  region,
  category
FROM unordered
ORDER BY
  CASE WHEN region IS NULL THEN 1 ELSE 0 END,
  region,
  CASE WHEN category IS NULL THEN 1 ELSE 0 END,
  category
