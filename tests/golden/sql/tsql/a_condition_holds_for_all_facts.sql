WITH parts AS (
  SELECT
    DATEFROMPARTS(YEAR(orders.order_date), 1, 1) AS year,
    SUM(order_lines.revenue) AS revenue,
    CAST(NULL AS NUMERIC) AS target_revenue
  FROM order_lines
  LEFT JOIN orders
    ON order_lines.order_id = orders.order_id
  WHERE
    orders.region = 'North'
  GROUP BY
    DATEFROMPARTS(YEAR(orders.order_date), 1, 1)
  UNION ALL
  SELECT
    DATEFROMPARTS(YEAR(month), 1, 1) AS year,
    CAST(NULL AS NUMERIC) AS revenue,
    SUM(target_revenue) AS target_revenue
  FROM targets
  WHERE
    area = 'North'
  GROUP BY
    DATEFROMPARTS(YEAR(month), 1, 1)
)
SELECT
  year,
  COALESCE(MAX(revenue), 0) - COALESCE(MAX(target_revenue), 0) AS over_target,
  MAX(target_revenue) AS target_revenue
FROM parts
GROUP BY
  year
ORDER BY
  CASE WHEN year IS NULL THEN 1 ELSE 0 END,
  year
