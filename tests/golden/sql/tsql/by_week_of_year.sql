WITH unordered AS (
  SELECT
    DATEPART(ISO_WEEK, order_date) AS week_of_year,
    COUNT(*) AS orders
  FROM orders
  GROUP BY
    DATEPART(ISO_WEEK, order_date)
)
SELECT
  week_of_year,
  orders
FROM unordered
ORDER BY
  CASE WHEN week_of_year IS NULL THEN 1 ELSE 0 END,
  week_of_year
