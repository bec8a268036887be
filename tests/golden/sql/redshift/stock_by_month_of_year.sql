SELECT
  CAST(EXTRACT(MONTH FROM day) AS INTEGER) AS month_of_year,
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
      CAST(EXTRACT(MONTH FROM day) AS INTEGER)
  )
GROUP BY
  1
ORDER BY
  month_of_year
