WITH grouped AS (
  SELECT
    products.category AS category,
    SUM(order_lines.revenue) AS revenue
  FROM order_lines
  LEFT JOIN products
    ON order_lines.product_id = products.product_id
  GROUP BY
    1
)
SELECT
  category,
  revenue,
  CAST(revenue AS DOUBLE) / NULLIF(SUM(revenue) OVER (), 0) AS revenue_share
FROM grouped
ORDER BY
  revenue DESC,
  category IS NULL,
  category
LIMIT 1
