SELECT
  MAKEDATE(YEAR(day), 1) AS year,
  COUNT(*) AS kinds
FROM stock_levels
WHERE
  day IN (
    SELECT
      MAX(day)
    FROM stock_levels
    GROUP BY
      MAKEDATE(YEAR(day), 1)
  )
GROUP BY
  1
ORDER BY
  year
