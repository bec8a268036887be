SELECT
  DATE_TRUNC('month', day) AS month,
  warehouse,
  SUM(quantity) AS stock
FROM stock_levels
WHERE
  day IN (
    SELECT
      MAX(day)
    FROM stock_levels
    GROUP BY
      DATE_TRUNC('month', day)
  )
GROUP BY
  1,
  2
ORDER BY
  month,
  warehouse
