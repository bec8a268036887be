WITH unordered AS (
  SELECT
    CASE
      WHEN placed_at >= CAST('2023-12-31 23:00:00' AS DATETIME2)
      AND placed_at < CAST('2024-12-31 23:00:00' AS DATETIME2)
      THEN '2024'
      WHEN placed_at >= CAST('2024-12-31 23:00:00' AS DATETIME2)
      AND placed_at < CAST('2025-12-31 23:00:00' AS DATETIME2)
      THEN '2025'
    END AS period,
    COUNT(*) AS orders
  FROM orders
  WHERE
    (
      placed_at >= CAST('2023-12-31 23:00:00' AS DATETIME2)
      AND placed_at < CAST('2024-12-31 23:00:00' AS DATETIME2)
    )
    OR (
      placed_at >= CAST('2024-12-31 23:00:00' AS DATETIME2)
      AND placed_at < CAST('2025-12-31 23:00:00' AS DATETIME2)
    )
  GROUP BY
    CASE
      WHEN placed_at >= CAST('2023-12-31 23:00:00' AS DATETIME2)
      AND placed_at < CAST('2024-12-31 23:00:00' AS DATETIME2)
      THEN '2024'
      WHEN placed_at >= CAST('2024-12-31 23:00:00' AS DATETIME2)
      AND placed_at < CAST('2025-12-31 23:00:00' AS DATETIME2)
      THEN '2025'
    END
)
SELECT
  period,
  orders
FROM unordered
ORDER BY
  CASE WHEN period IS NULL THEN 1 ELSE 0 END,
  period
