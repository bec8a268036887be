WITH grouped AS (
  SELECT
    CAST(DATE_TRUNC('MONTH', day) AS DATE) AS month,
    warehouse,
    SUM(quantity) AS stock
  FROM stock_levels
  WHERE
    day IN (
      SELECT
        MAX(day)
      FROM stock_levels
      GROUP BY
        CAST(DATE_TRUNC('MONTH', day) AS DATE)
    )
  GROUP BY
    1,
    2
)
SELECT
  month,
  warehouse,
  CAST(stock AS DOUBLE) / NULLIF(SUM(stock) OVER (PARTITION BY month), 0) AS stock_share
FROM grouped
ORDER BY
  month NULLS LAST,
  warehouse NULLS LAST
