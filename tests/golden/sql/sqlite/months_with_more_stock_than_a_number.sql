SELECT
  DATE(day, 'start of month') AS month,
  SUM(quantity) AS stock
FROM stock_levels
WHERE
  day IN (
    SELECT
      MAX(day)
    FROM stock_levels
    GROUP BY
      DATE(day, 'start of month')
  )
GROUP BY
  1
HAVING
  SUM(quantity) > 11
ORDER BY
  month NULLS LAST
