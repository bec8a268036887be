WITH unordered AS (
  SELECT
    DATEADD(MONTH, 3, DATEFROMPARTS(YEAR(DATEADD(MONTH, -3, orders.order_date)), 1, 1)) AS fiscal_year,
    SUM(order_lines.quantity) AS units
  FROM order_lines
  LEFT JOIN orders
    ON order_lines.order_id = orders.order_id
  GROUP BY
    DATEADD(MONTH, 3, DATEFROMPARTS(YEAR(DATEADD(MONTH, -3, orders.order_date)), 1, 1))
)
SELECT
  fiscal_year,
  units
FROM unordered
ORDER BY
  CASE WHEN fiscal_year IS NULL THEN 1 ELSE 0 END,
  fiscal_year
