WITH answer AS (
  SELECT
    DATE_DIFF(CAST(order_date AS DATE), DATE_TRUNC(CAST(order_date AS DATE), ISOWEEK), DAY) + 1 AS weekday,
    COUNT(*) AS orders
  FROM orders
  GROUP BY
    1
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
  END NULLS LAST
