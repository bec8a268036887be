WITH unordered AS (
  SELECT
    CAST(CAST(CAST(placed_at AS DATETIME2) AT TIME ZONE 'UTC' AT TIME ZONE 'W. Europe Standard Time' AS DATETIME2) AS DATE) AS day,
    COUNT(*) AS orders
  FROM orders
  GROUP BY
    CAST(CAST(CAST(placed_at AS DATETIME2) AT TIME ZONE 'UTC' AT TIME ZONE 'W. Europe Standard Time' AS DATETIME2) AS DATE)
)
SELECT
  day,
  orders
FROM unordered
ORDER BY
  CASE WHEN day IS NULL THEN 1 ELSE 0 END,
  day
