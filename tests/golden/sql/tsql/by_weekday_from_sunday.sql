WITH answer AS (
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
FROM answer
ORDER BY
  CASE weekday
    WHEN 7
    THEN 1
    WHEN 1
    THEN 2
    WHEN 2
    THEN 3
    WHEN 3
    THEN 4
    WHEN 4
    THEN 5
    WHEN 5
    THEN 6
    WHEN 6
    THEN 7
    ELSE 8
  END
