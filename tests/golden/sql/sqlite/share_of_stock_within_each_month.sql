WITH grouped AS (
  SELECT
    DATE(day, 'start of month') AS month,
    warehouse,
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
    1,
    2
)
SELECT
  month,
  warehouse,
  CAST(stock AS REAL) / NULLIF(SUM(stock) OVER (PARTITION BY month), 0) AS stock_share
FROM grouped
ORDER BY
  month NULLS LAST,
  warehouse NULLS LAST
