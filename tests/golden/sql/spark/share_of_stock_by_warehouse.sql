WITH grouped AS (
  SELECT
    warehouse,
    SUM(quantity) AS stock
  FROM stock_levels
  WHERE
    day < '2024-02-01'
    AND day IN (
      SELECT
        MAX(day)
      FROM stock_levels
      WHERE
        day < '2024-02-01'
    )
  GROUP BY
    1
)
SELECT
  warehouse,
  CAST(stock AS DOUBLE) / NULLIF(SUM(stock) OVER (), 0) AS stock_share
FROM grouped
ORDER BY
  warehouse NULLS LAST
