SELECT
  CASE
    WHEN toTimeZone(placed_at, 'UTC') >= '2023-12-31 23:00:00'
    AND toTimeZone(placed_at, 'UTC') < '2024-12-31 23:00:00'
    THEN '2024'
    WHEN toTimeZone(placed_at, 'UTC') >= '2024-12-31 23:00:00'
    AND toTimeZone(placed_at, 'UTC') < '2025-12-31 23:00:00'
    THEN '2025'
  END AS period,
  COUNT(*) AS orders
FROM orders
WHERE
  (
    toTimeZone(placed_at, 'UTC') >= '2023-12-31 23:00:00'
    AND toTimeZone(placed_at, 'UTC') < '2024-12-31 23:00:00'
  )
  OR (
    toTimeZone(placed_at, 'UTC') >= '2024-12-31 23:00:00'
    AND toTimeZone(placed_at, 'UTC') < '2025-12-31 23:00:00'
  )
GROUP BY
  1
ORDER BY
  period
