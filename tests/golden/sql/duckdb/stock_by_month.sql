SELECT
  CAST(DATE_TRUNC('month', day) AS DATE) AS month,
  SUM(quantity) AS stock
FROM stock_levels
WHERE
  day IN (
    SELECT
      MAX(day)
    FROM stock_levels
    GROUP BY
      CAST(DATE_TRUNC('month', day) AS DATE)
  )
GROUP BY
  1
ORDER BY
  month
