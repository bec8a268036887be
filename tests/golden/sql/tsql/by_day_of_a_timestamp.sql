WITH unordered AS (
  SELECT
    CAST(placed_at AS DATE) AS day,
    COUNT(*) AS orders
  FROM orders
  GROUP BY
    CAST(placed_at AS DATE)
)
SELECT
  day,
  orders
FROM unordered
ORDER BY
  CASE WHEN day IS NULL THEN 1 ELSE 0 END,
  day
