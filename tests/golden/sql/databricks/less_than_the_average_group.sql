WITH grouped AS (
  SELECT
    orders.region AS region,
    SUM(order_lines.revenue) AS revenue
  FROM order_lines
  LEFT JOIN orders
    ON order_lines.order_id = orders.order_id
  GROUP BY
    1
)
SELECT
  region,
  revenue
FROM grouped
WHERE
  revenue < (
    SELECT
      AVG(CAST(revenue AS DOUBLE))
    FROM grouped
  )
ORDER BY
  region NULLS LAST
