SELECT
  CAST(DATE_FORMAT(day, '%Y-%m-01') AS DATE) AS month,
  SUM(quantity) AS stock
FROM stock_levels
WHERE
  day IN (
    SELECT
      MAX(day)
    FROM stock_levels
    GROUP BY
      CAST(DATE_FORMAT(day, '%Y-%m-01') AS DATE)
  )
GROUP BY
  1
ORDER BY
  month
