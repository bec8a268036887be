WITH parts AS (
  SELECT
    orders.region AS region,
    SUM(order_lines.revenue) AS revenue,
    CAST(NULL AS NUMERIC) AS target_revenue
  FROM order_lines
  LEFT JOIN orders
    ON order_lines.order_id = orders.order_id
  GROUP BY
    orders.region
  UNION ALL
  SELECT
    area AS region,
    CAST(NULL AS NUMERIC) AS revenue,
    SUM(target_revenue) AS target_revenue
  FROM targets
  GROUP BY
    area
)
SELECT
  region,
  MAX(revenue) AS revenue,
  MAX(target_revenue) AS target_revenue
FROM parts
GROUP BY
  region
ORDER BY
  CASE WHEN region IS NULL THEN 1 ELSE 0 END,
  region
