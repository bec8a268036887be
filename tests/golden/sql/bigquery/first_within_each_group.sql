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
    1,
    2
), ranked_answer AS (
  SELECT
    region,
    name,
    revenue,
    ROW_NUMBER() OVER (
      PARTITION BY region
      ORDER BY revenue DESC, region IS NULL, region, name IS NULL, name
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
  region NULLS LAST,
  revenue DESC,
  name NULLS LAST
