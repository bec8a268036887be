WITH parts AS (
  SELECT
    orders.region AS region,
    SUM(order_lines.revenue) AS revenue,
    NULL AS target_revenue
  FROM order_lines
  LEFT JOIN orders
    ON order_lines.order_id = orders.order_id
  GROUP BY
    1
  UNION ALL
  SELECT
    area AS region,
    NULL AS revenue,
    SUM(target_revenue) AS target_revenue
  FROM targets
  GROUP BY
    1
)
SELECT
  region,
  MAX(revenue) AS revenue,
  MAX(target_revenue) AS target_revenue
FROM parts
GROUP BY
  1
ORDER BY
  region IS NULL,
  region
