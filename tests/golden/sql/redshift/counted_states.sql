SELECT
  CAST(DATE_TRUNC('year', day) AS DATE) AS year,
  COUNT(*) AS kinds
FROM stock_levels
WHERE
  day IN (
    SELECT
      MAX(day)
    FROM stock_levels
    GROUP BY
      CAST(DATE_TRUNC('year', day) AS DATE)
  )
GROUP BY
  1
ORDER BY
  year
