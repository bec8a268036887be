WITH unordered AS (
  SELECT
    DATEPART(MONTH, order_date) AS month_of_year,
    DATEPART(QUARTER, order_date) AS quarter_of_year,
    COUNT(*) AS orders
  FROM orders
  GROUP BY
    DATEPART(MONTH, order_date),
    DATEPART(QUARTER, order_date)
)
SELECT
  month_of_year,
  quarter_of_year,
  orders
FROM unordered
ORDER BY
  CASE WHEN month_of_year IS NULL THEN 1 ELSE 0 END,
  month_of_year,
  CASE WHEN quarter_of_year IS NULL THEN 1 ELSE 0 END,
  quarter_of_year
