WITH unordered AS (
  SELECT
    DATEFROMPARTS(YEAR(orders.order_date), DATEPART(QUARTER, orders.order_date) * 3 - 2, 1) AS fiscal_quarter,
    SUM(order_lines.quantity) AS units
  FROM order_lines
  LEFT JOIN orders
    ON order_lines.order_id = orders.order_id
  GROUP BY
    DATEFROMPARTS(YEAR(orders.order_date), DATEPART(QUARTER, orders.order_date) * 3 - 2, 1)
)
SELECT
  fiscal_quarter,
  units
FROM unordered
ORDER BY
  CASE WHEN fiscal_quarter IS NULL THEN 1 ELSE 0 END,
  fiscal_quarter
