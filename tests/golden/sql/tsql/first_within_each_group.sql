WITH answer AS (
  SELECT
    orders.region AS region,
    products.name AS name,
    SUM(order_lines.revenue) AS revenue
  FROM order_lines
  LEFT JOIN orders
    ON order_lines.order_id = orders.order_id
  LEFT JOIN products
    ON order_lines.product_id = products.product_id
  GROUP BY
    orders.region,
    products.name
), ranked_answer AS (
  SELECT
    region AS region,
    name AS name,
    revenue AS revenue,
    ROW_NUMBER() OVER (
      PARTITION BY region
      ORDER BY revenue DESC, CASE WHEN region IS NULL THEN 1 ELSE 0 END, region, CASE WHEN name IS NULL THEN 1 ELSE 0 END, name
    ) AS position
  FROM answer
)
SELECT
  region,
  name,
  revenue
FROM ranked_answer
WHERE
  position <= 1
ORDER BY
  CASE WHEN region IS NULL THEN 1 ELSE 0 END,
  region,
  revenue DESC,
  CASE WHEN name IS NULL THEN 1 ELSE 0 END,
  name
