WITH answer AS (
  SELECT
    CASE
      WHEN placed_at >= '2024-01-01' AND placed_at < '2024-02-01'
      THEN 'January 2024'
      WHEN placed_at >= '2025-01-01' AND placed_at < '2026-01-01'
      THEN '2025'
    END AS period,
    COUNT(*) AS orders
  FROM orders
  WHERE
    (
      placed_at >= '2024-01-01' AND placed_at < '2024-02-01'
    )
    OR (
      placed_at >= '2025-01-01' AND placed_at < '2026-01-01'
    )
  GROUP BY
    1
)
SELECT
  period,
  orders
FROM answer
ORDER BY
  CASE period WHEN 'January 2024' THEN 1 WHEN '2025' THEN 2 END NULLS LAST
