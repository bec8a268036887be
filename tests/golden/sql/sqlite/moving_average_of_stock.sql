WITH grouped AS (
  SELECT
    DATE(day, 'start of month') AS month,
    SUM(quantity) AS stock
  FROM stock_levels
  WHERE
    day IN (
      SELECT
        MAX(day)
      FROM stock_levels
      GROUP BY
        DATE(day, 'start of month')
    )
  GROUP BY
    1
)
SELECT
  month,
  CASE
    WHEN DATE(MIN(month) OVER (), '+1 months') <= month
    THEN AVG(stock) OVER (
      ORDER BY CAST(STRFTIME('%Y', month) AS INTEGER) * 12 + CAST(STRFTIME('%m', month) AS INTEGER) NULLS LAST
      RANGE BETWEEN 1 PRECEDING AND CURRENT ROW
    )
    ELSE AVG(stock) OVER (
      ORDER BY CAST(STRFTIME('%Y', month) AS INTEGER) * 12 + CAST(STRFTIME('%m', month) AS INTEGER) NULLS LAST
      RANGE BETWEEN 1 PRECEDING AND CURRENT ROW
    )
  END AS moving_average_stock
FROM grouped
ORDER BY
  month NULLS LAST
