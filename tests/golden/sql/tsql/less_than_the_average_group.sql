WITH grouped AS (
  SELECT
    orders.region AS region,
    SUM(order_lines.revenue) AS revenue
  FROM order_lines
  LEFT JOIN orders
    ON order_lines.order_id = orders.order_id
  GROUP BY
    orders.region
)
SELECT
  region,
  revenue
FROM grouped
WHERE
  revenue < (
    SELECT
      AVG(CAST(revenue AS FLOAT))
    FROM grouped
  )
ORDER BY
  CASE WHEN region IS NULL THEN 1 ELSE 0 END,
  region
