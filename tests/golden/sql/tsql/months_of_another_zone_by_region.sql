WITH unordered AS (
  SELECT
    DATEFROMPARTS(
      YEAR(
        CAST(CAST(placed_at AS DATETIME2) AT TIME ZONE 'UTC' AT TIME ZONE 'W. Europe Standard Time' AS DATETIME2)
      ),
      MONTH(
        CAST(CAST(placed_at AS DATETIME2) AT TIME ZONE 'UTC' AT TIME ZONE 'W. Europe Standard Time' AS DATETIME2)
      ),
      1
    ) AS month,
    region AS region,
    COUNT(*) AS orders
  FROM orders
  GROUP BY
    DATEFROMPARTS(
      YEAR(
        CAST(CAST(placed_at AS DATETIME2) AT TIME ZONE 'UTC' AT TIME ZONE 'W. Europe Standard Time' AS DATETIME2)
      ),
      MONTH(
        CAST(CAST(placed_at AS DATETIME2) AT TIME ZONE 'UTC' AT TIME ZONE 'W. Europe Standard Time' AS DATETIME2)
      ),
      1
    ),
    region
)
SELECT
  month,
  region,
  orders
FROM unordered
ORDER BY
  CASE WHEN month IS NULL THEN 1 ELSE 0 END,
  month,
  CASE WHEN region IS NULL THEN 1 ELSE 0 END,
  region
