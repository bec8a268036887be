WITH unordered AS (
  SELECT
    DATEADD(MONTH, 1, DATEFROMPARTS(YEAR(DATEADD(MONTH, -1, order_date)), 1, 1)) AS fiscal_year,
    COUNT(*) AS orders
  FROM orders
  GROUP BY
    DATEADD(MONTH, 1, DATEFROMPARTS(YEAR(DATEADD(MONTH, -1, order_date)), 1, 1))
)
SELECT
  fiscal_year,
  orders
FROM unordered
ORDER BY
  CASE WHEN fiscal_year IS NULL THEN 1 ELSE 0 END,
  fiscal_year
