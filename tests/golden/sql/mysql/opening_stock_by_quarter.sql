SELECT
  MAKEDATE(YEAR(day), 1) + INTERVAL (
    QUARTER(day) - 1
  ) QUARTER AS quarter,
  SUM(quantity) AS opening_stock
FROM stock_levels
WHERE
  day IN (
    SELECT
      MIN(day)
    FROM stock_levels
    GROUP BY
      MAKEDATE(YEAR(day), 1) + INTERVAL (
        QUARTER(day) - 1
      ) QUARTER
  )
GROUP BY
  1
ORDER BY
  quarter
