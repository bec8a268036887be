SELECT
  DATE_TRUNC(day, QUARTER) AS quarter,
  SUM(quantity) AS opening_stock
FROM stock_levels
WHERE
  day IN (
    SELECT
      MIN(day)
    FROM stock_levels
    GROUP BY
      DATE_TRUNC(day, QUARTER)
  )
GROUP BY
  1
ORDER BY
  quarter NULLS LAST
