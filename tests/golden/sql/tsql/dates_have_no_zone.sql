WITH unordered AS (
  SELECT
    DATEFROMPARTS(YEAR(order_date), 1, 1) AS year,
    COUNT(*) AS orders
  FROM orders
  GROUP BY
    DATEFROMPARTS(YEAR(order_date), 1, 1)
)
SELECT
  year,
  orders
FROM unordered
ORDER BY
  CASE WHEN year IS NULL THEN 1 ELSE 0 END,
  year
