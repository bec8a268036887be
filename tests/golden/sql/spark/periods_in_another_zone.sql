SELECT
  CASE
    WHEN placed_at >= '2023-12-31 23:00:00' AND placed_at < '2024-12-31 23:00:00'
    THEN '2024'
    WHEN placed_at >= '2024-12-31 23:00:00' AND placed_at < '2025-12-31 23:00:00'
    THEN '2025'
  END AS period,
  COUNT(*) AS orders
FROM orders
WHERE
  (
    placed_at >= '2023-12-31 23:00:00' AND placed_at < '2024-12-31 23:00:00'
  )
  OR (
    placed_at >= '2024-12-31 23:00:00' AND placed_at < '2025-12-31 23:00:00'
  )
GROUP BY
  1
ORDER BY
  period NULLS LAST
