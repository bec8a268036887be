WITH unordered AS (
  SELECT
    DATEPART(HOUR, placed_at) AS hour_of_day,
    COUNT(*) AS orders
  FROM orders
  GROUP BY
    DATEPART(HOUR, placed_at)
)
SELECT
  hour_of_day,
  orders
FROM unordered
ORDER BY
  CASE WHEN hour_of_day IS NULL THEN 1 ELSE 0 END,
  hour_of_day
