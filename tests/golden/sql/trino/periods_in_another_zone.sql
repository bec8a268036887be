SELECT
  CASE
    WHEN placed_at >= CAST('2023-12-31 23:00:00' AS TIMESTAMP)
    AND placed_at < CAST('2024-12-31 23:00:00' AS TIMESTAMP)
    THEN '2024'
    WHEN placed_at >= CAST('2024-12-31 23:00:00' AS TIMESTAMP)
    AND placed_at < CAST('2025-12-31 23:00:00' AS TIMESTAMP)
    THEN '2025'
  END AS period,
  COUNT(*) AS orders
FROM orders
WHERE
  (
    placed_at >= CAST('2023-12-31 23:00:00' AS TIMESTAMP)
    AND placed_at < CAST('2024-12-31 23:00:00' AS TIMESTAMP)
  )
  OR (
    placed_at >= CAST('2024-12-31 23:00:00' AS TIMESTAMP)
    AND placed_at < CAST('2025-12-31 23:00:00' AS TIMESTAMP)
  )
GROUP BY
  1
ORDER BY
  period
