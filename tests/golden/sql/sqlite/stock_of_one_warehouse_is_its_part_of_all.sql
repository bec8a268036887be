SELECT
  DATE(day, 'start of month') AS month,
  SUM(quantity) AS stock
FROM stock_levels
WHERE
  warehouse = 'Paris'
  AND day IN (
    SELECT
      MAX(day)
    FROM stock_levels
    GROUP BY
      DATE(day, 'start of month')
  )
GROUP BY
  1
ORDER BY
  month NULLS LAST
