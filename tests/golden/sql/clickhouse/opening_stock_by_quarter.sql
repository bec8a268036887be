SELECT
  DATE_TRUNC('quarter', day) AS quarter,
  SUM(quantity) AS opening_stock
FROM stock_levels
WHERE
  day IN (
    SELECT
      MIN(day)
    FROM stock_levels
    GROUP BY
      DATE_TRUNC('quarter', day)
  )
GROUP BY
  1
ORDER BY
  quarter
