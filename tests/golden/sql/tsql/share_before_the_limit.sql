WITH grouped AS (
  SELECT
    products.category AS category,
    SUM(order_lines.revenue) AS revenue
  FROM order_lines
  LEFT JOIN products
    ON order_lines.product_id = products.product_id
  GROUP BY
    products.category
)
SELECT
TOP 1
  category,
  revenue,
  CAST(revenue AS FLOAT) / NULLIF(SUM(revenue) OVER (), 0) AS revenue_share
FROM grouped
ORDER BY
  revenue DESC,
  CASE WHEN category IS NULL THEN 1 ELSE 0 END,
  category
