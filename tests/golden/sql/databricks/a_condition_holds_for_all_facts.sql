WITH parts AS (
  SELECT
    CAST(DATE_TRUNC('YEAR', orders.order_date) AS DATE) AS year,
    SUM(order_lines.revenue) AS revenue,
    NULL AS target_revenue
  FROM order_lines
  LEFT JOIN orders
    ON order_lines.order_id = orders.order_id
  WHERE
    orders.region = 'North'
  GROUP BY
    1
  UNION ALL
  SELECT
    CAST(DATE_TRUNC('YEAR', month) AS DATE) AS year,
    NULL AS revenue,
    SUM(target_revenue) AS target_revenue
  FROM targets
  WHERE
    area = 'North'
  GROUP BY
    1
)
SELECT
  year,
  COALESCE(MAX(revenue), 0) - COALESCE(MAX(target_revenue), 0) AS over_target,
  MAX(target_revenue) AS target_revenue
FROM parts
GROUP BY
  1
ORDER BY
  year NULLS LAST
