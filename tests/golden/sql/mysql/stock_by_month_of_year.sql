SELECT
  MONTH(day) AS month_of_year,
  SUM(quantity) AS stock
FROM stock_levels
WHERE
  day >= '2024-01-01'
  AND day < '2025-01-01'
  AND day IN (
    SELECT
      MAX(day)
    FROM stock_levels
    WHERE
      day >= '2024-01-01' AND day < '2025-01-01'
    GROUP BY
      MONTH(day)
  )
GROUP BY
  1
ORDER BY
  month_of_year
