SELECT
  DATE_TRUNC('year', day) AS year,
  COUNT(*) AS kinds
FROM stock_levels
WHERE
  day IN (
    SELECT
      MAX(day)
    FROM stock_levels
    GROUP BY
      DATE_TRUNC('year', day)
  )
GROUP BY
  1
ORDER BY
  year
