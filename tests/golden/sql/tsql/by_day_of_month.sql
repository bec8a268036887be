WITH unordered AS (
  SELECT
    DATEPART(DAY, order_date) AS day_of_month,
    COUNT(*) AS orders
  FROM orders
  GROUP BY
    DATEPART(DAY, order_date)
)
SELECT
  day_of_month,
  orders
FROM unordered
ORDER BY
  CASE WHEN day_of_month IS NULL THEN 1 ELSE 0 END,
  day_of_month
