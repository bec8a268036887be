WITH answer AS (
  SELECT
    CASE
      WHEN placed_at >= CAST('2024-01-01' AS DATE)
      AND placed_at < CAST('2024-02-01' AS DATE)
      THEN 'January 2024'
      WHEN placed_at >= CAST('2025-01-01' AS DATE)
      AND placed_at < CAST('2026-01-01' AS DATE)
      THEN '2025'
    END AS period,
    COUNT(*) AS orders
  FROM orders
  WHERE
    (
      placed_at >= CAST('2024-01-01' AS DATE)
      AND placed_at < CAST('2024-02-01' AS DATE)
    )
    OR (
      placed_at >= CAST('2025-01-01' AS DATE)
      AND placed_at < CAST('2026-01-01' AS DATE)
    )
  GROUP BY
    CASE
      WHEN placed_at >= CAST('2024-01-01' AS DATE)
      AND placed_at < CAST('2024-02-01' AS DATE)
      THEN 'January 2024'
      WHEN placed_at >= CAST('2025-01-01' AS DATE)
      AND placed_at < CAST('2026-01-01' AS DATE)
      THEN '2025'
    END
)
SELECT
  period,
  orders
FROM answer
ORDER BY
  CASE period WHEN 'January 2024' THEN 1 WHEN '2025' THEN 2 ELSE 3 END
