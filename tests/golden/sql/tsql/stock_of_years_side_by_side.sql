WITH unordered AS (
  SELECT
    CASE
      WHEN day >= CAST('2023-01-01' AS DATE) AND day < CAST('2024-01-01' AS DATE)
      THEN '2023'
      WHEN day >= CAST('2024-01-01' AS DATE) AND day < CAST('2025-01-01' AS DATE)
      THEN '2024'
    END AS period,
    SUM(quantity) AS stock
  FROM stock_levels
  WHERE
    (
      (
        day >= CAST('2023-01-01' AS DATE) AND day < CAST('2024-01-01' AS DATE)
      )
      OR (
        day >= CAST('2024-01-01' AS DATE) AND day < CAST('2025-01-01' AS DATE)
      )
    )
    AND day IN (
      SELECT
        MAX(day)
      FROM stock_levels
      WHERE
        (
          day >= CAST('2023-01-01' AS DATE) AND day < CAST('2024-01-01' AS DATE)
        )
        OR (
          day >= CAST('2024-01-01' AS DATE) AND day < CAST('2025-01-01' AS DATE)
        )
      GROUP BY
        CASE
          WHEN day >= CAST('2023-01-01' AS DATE) AND day < CAST('2024-01-01' AS DATE)
          THEN '2023'
          WHEN day >= CAST('2024-01-01' AS DATE) AND day < CAST('2025-01-01' AS DATE)
          THEN '2024'
        END
    )
  GROUP BY
    CASE
      WHEN day >= CAST('2023-01-01' AS DATE) AND day < CAST('2024-01-01' AS DATE)
      THEN '2023'
      WHEN day >= CAST('2024-01-01' AS DATE) AND day < CAST('2025-01-01' AS DATE)
      THEN '2024'
    END
)
SELECT
  period,
  stock
FROM unordered
ORDER BY
  CASE WHEN period IS NULL THEN 1 ELSE 0 END,
  period
