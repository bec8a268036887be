SELECT
  DATE_TRUNC(day, MONTH) AS month,
  warehouse,
  SUM(quantity) AS stock
FROM stock_levels
WHERE
  day IN (
    SELECT
      MAX(day)
    FROM stock_levels
    GROUP BY
      DATE_TRUNC(day, MONTH)
  )
GROUP BY
  1,
  2
ORDER BY
  month NULLS LAST,
  warehouse NULLS LAST
