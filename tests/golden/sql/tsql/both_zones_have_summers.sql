WITH unordered AS (
  SELECT
    DATEADD(
      HOUR,
      DATEPART(
        HOUR,
        CAST(CAST(placed_at AS DATETIME2) AT TIME ZONE 'Eastern Standard Time' AT TIME ZONE 'AUS Eastern Standard Time' AS DATETIME2)
      ),
      CAST(CAST(CAST(CAST(placed_at AS DATETIME2) AT TIME ZONE 'Eastern Standard Time' AT TIME ZONE 'AUS Eastern Standard Time' AS DATETIME2) AS DATE) AS DATETIME2)
    ) AS hour,
    COUNT(*) AS orders
  FROM orders
  WHERE
    placed_at < CAST('2023-02-28 08:00:00' AS DATETIME2)
  GROUP BY
    DATEADD(
      HOUR,
      DATEPART(
        HOUR,
        CAST(CAST(placed_at AS DATETIME2) AT TIME ZONE 'Eastern Standard Time' AT TIME ZONE 'AUS Eastern Standard Time' AS DATETIME2)
      ),
      CAST(CAST(CAST(CAST(placed_at AS DATETIME2) AT TIME ZONE 'Eastern Standard Time' AT TIME ZONE 'AUS Eastern Standard Time' AS DATETIME2) AS DATE) AS DATETIME2)
    )
)
SELECT
  hour,
  orders
FROM unordered
ORDER BY
  CASE WHEN hour IS NULL THEN 1 ELSE 0 END,
  hour
