WITH parts AS (
  SELECT
    MAKEDATE(YEAR(orders.order_date), 1) AS year,
    SUM(order_lines.revenue) AS revenue,
    NULL AS target_revenue
  FROM order_lines
  LEFT JOIN orders
    ON order_lines.order_id = orders.order_id
  GROUP BY
    1
  UNION ALL
  SELECT
    MAKEDATE(YEAR(month), 1) AS year,
    NULL AS revenue,
    SUM(target_revenue) AS target_revenue
  FROM targets
  GROUP BY
    1
)
SELECT
  year,
  COALESCE(MAX(revenue), 0) - COALESCE(MAX(target_revenue), 0) AS over_target
FROM parts
GROUP BY
  1
ORDER BY
  year IS NULL,
  year
