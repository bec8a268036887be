SELECT
  CAST(DATE_TRUNC('MONTH', day) AS DATE) AS month,
  SUM(quantity) AS stock
FROM stock_levels
WHERE
  warehouse = 'Paris'
  AND day IN (
    SELECT
      MAX(day)
    FROM stock_levels
    GROUP BY
      CAST(DATE_TRUNC('MONTH', day) AS DATE)
  )
GROUP BY
  1
ORDER BY
  month NULLS LAST
