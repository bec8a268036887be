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
    1,
    2
), ranked_answer AS (
  SELECT
    region,
    order_id,
    revenue,
    ROW_NUMBER() OVER (
      PARTITION BY region
      ORDER BY revenue DESC, region IS NULL, region, order_id IS NULL, order_id
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
  region NULLS LAST,
  revenue DESC,
  order_id NULLS LAST
