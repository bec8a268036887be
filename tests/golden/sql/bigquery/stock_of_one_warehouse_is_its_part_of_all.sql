SELECT
  DATE_TRUNC(day, MONTH) AS month,
  SUM(quantity) AS stock
FROM stock_levels
WHERE
  warehouse = 'Paris'
  AND day IN (
    SELECT
      MAX(day)
    FROM stock_levels
    GROUP BY
      DATE_TRUNC(day, MONTH)
  )
GROUP BY
  1
ORDER BY
  month NULLS LAST
