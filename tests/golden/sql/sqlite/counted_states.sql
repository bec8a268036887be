SELECT
  DATE(day, 'start of year') AS year,
  COUNT(*) AS kinds
FROM stock_levels
WHERE
  day IN (
    SELECT
      MAX(day)
    FROM stock_levels
    GROUP BY
      DATE(day, 'start of year')
  )
GROUP BY
  1
ORDER BY
  year NULLS LAST
