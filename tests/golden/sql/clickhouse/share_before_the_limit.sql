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
  toFloat64(revenue) / nullIf(SUM(revenue) OVER (), 0) AS revenue_share
FROM grouped
ORDER BY
  revenue DESC,
  category
LIMIT 1
SETTINGS join_use_nulls = 1
