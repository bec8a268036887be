WITH unordered AS (
  SELECT
    DATEDIFF(DAY, CAST('0001-01-01' AS DATE), order_date) % 7 + 1 AS weekday,
    COUNT(*) AS orders
  FROM orders
  GROUP BY
    DATEDIFF(DAY, CAST('0001-01-01' AS DATE), order_date) % 7 + 1
)
SELECT
  weekday,
  orders
FROM unordered
ORDER BY
  CASE WHEN weekday IS NULL THEN 1 ELSE 0 END,
  weekday
