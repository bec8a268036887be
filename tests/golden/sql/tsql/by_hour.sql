WITH unordered AS (
  SELECT
    DATEADD(HOUR, DATEPART(HOUR, placed_at), CAST(CAST(placed_at AS DATE) AS DATETIME2)) AS hour,
    COUNT(*) AS orders
  FROM orders
  GROUP BY
    DATEADD(HOUR, DATEPART(HOUR, placed_at), CAST(CAST(placed_at AS DATE) AS DATETIME2))
)
SELECT
  hour,
  orders
FROM unordered
ORDER BY
  CASE WHEN hour IS NULL THEN 1 ELSE 0 END,
  hour
