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
  revenue / NULLIF(SUM(revenue) OVER (), 0) AS revenue_share
FROM grouped
ORDER BY
  revenue DESC,
  category NULLS LAST
LIMIT 1
