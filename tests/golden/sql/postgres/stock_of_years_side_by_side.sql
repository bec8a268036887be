SELECT
  CASE
    WHEN day >= '2023-01-01' AND day < '2024-01-01'
    THEN '2023'
    WHEN day >= '2024-01-01' AND day < '2025-01-01'
    THEN '2024'
  END AS period,
  SUM(quantity) AS stock
FROM stock_levels
WHERE
  (
    (
      day >= '2023-01-01' AND day < '2024-01-01'
    )
    OR (
      day >= '2024-01-01' AND day < '2025-01-01'
    )
  )
  AND day IN (
    SELECT
      MAX(day)
    FROM stock_levels
    WHERE
      (
        day >= '2023-01-01' AND day < '2024-01-01'
      )
      OR (
        day >= '2024-01-01' AND day < '2025-01-01'
      )
    GROUP BY
      CASE
        WHEN day >= '2023-01-01' AND day < '2024-01-01'
        THEN '2023'
        WHEN day >= '2024-01-01' AND day < '2025-01-01'
        THEN '2024'
      END
  )
GROUP BY
  1
ORDER BY
  period
