WITH grouped AS (
  SELECT
    warehouse,
    SUM(quantity) AS stock
  FROM stock_levels
  WHERE
    day < CAST('2024-02-01' AS DATE)
    AND day IN (
      SELECT
        MAX(day)
      FROM stock_levels
      WHERE
        day < CAST('2024-02-01' AS DATE)
    )
  GROUP BY
    1
)
SELECT
  warehouse,
  CAST(stock AS DOUBLE) / NULLIF(SUM(stock) OVER (), 0) AS stock_share
FROM grouped
ORDER BY
  warehouse
