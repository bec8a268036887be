SELECT
  DATE_TRUNC(day, YEAR) AS year,
  COUNT(*) AS kinds
FROM stock_levels
WHERE
  day IN (
    SELECT
      MAX(day)
    FROM stock_levels
    GROUP BY
      DATE_TRUNC(day, YEAR)
  )
GROUP BY
  1
ORDER BY
  year NULLS LAST
