WITH unordered AS (
  SELECT
    DATEPART(
      HOUR,
      CAST(CAST(placed_at AS DATETIME2) AT TIME ZONE 'UTC' AT TIME ZONE 'W. Europe Standard Time' AS DATETIME2)
    ) AS hour_of_day,
    COUNT(*) AS orders
  FROM orders
  GROUP BY
    DATEPART(
      HOUR,
      CAST(CAST(placed_at AS DATETIME2) AT TIME ZONE 'UTC' AT TIME ZONE 'W. Europe Standard Time' AS DATETIME2)
    )
)
SELECT
  hour_of_day,
  orders
FROM unordered
ORDER BY
  CASE WHEN hour_of_day IS NULL THEN 1 ELSE 0 END,
  hour_of_day
