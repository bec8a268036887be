SELECT
  CAST(DATE_TRUNC('quarter', day) AS DATE) AS quarter,
  SUM(quantity) AS opening_stock
FROM stock_levels
WHERE
  day IN (
    SELECT
      MIN(day)
    FROM stock_levels
    GROUP BY
      CAST(DATE_TRUNC('quarter', day) AS DATE)
  )
GROUP BY
  1
ORDER BY
  quarter
