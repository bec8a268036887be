WITH unordered AS (
  SELECT
    DATEFROMPARTS(YEAR(order_date), DATEPART(QUARTER, order_date) * 3 - 2, 1) AS quarter,
    COUNT(*) AS orders
  FROM orders
  GROUP BY
    DATEFROMPARTS(YEAR(order_date), DATEPART(QUARTER, order_date) * 3 - 2, 1)
)
SELECT
  quarter,
  orders
FROM unordered
ORDER BY
  CASE WHEN quarter IS NULL THEN 1 ELSE 0 END,
  quarter
