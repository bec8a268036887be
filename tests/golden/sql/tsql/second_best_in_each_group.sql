WITH answer AS (
  SELECT
    orders.region AS region,
    orders.order_id AS order_id,
    SUM(order_lines.revenue) AS revenue
  FROM order_lines
  LEFT JOIN orders
    ON order_lines.order_id = orders.order_id
  WHERE
    orders.region IN ('North', 'South')
  GROUP BY
    orders.region,
    orders.order_id
), ranked_answer AS (
  SELECT
    region AS region,
    order_id AS order_id,
    revenue AS revenue,
    ROW_NUMBER() OVER (
      PARTITION BY region
      ORDER BY revenue DESC, CASE WHEN region IS NULL THEN 1 ELSE 0 END, region, CASE WHEN order_id IS NULL THEN 1 ELSE 0 END, order_id
    ) AS position
  FROM answer
)
SELECT
  region,
  order_id,
  revenue
FROM ranked_answer
WHERE
  position <= 2 AND position > 1
ORDER BY
  CASE WHEN region IS NULL THEN 1 ELSE 0 END,
  region,
  revenue DESC,
  CASE WHEN order_id IS NULL THEN 1 ELSE 0 END,
  order_id
