WITH grouped AS (
  SELECT
    warehouse AS warehouse,
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
    warehouse
)
SELECT
  warehouse,
  CAST(stock AS FLOAT) / NULLIF(SUM(stock) OVER (), 0) AS stock_share
FROM grouped
ORDER BY
  CASE WHEN warehouse IS NULL THEN 1 ELSE 0 END,
  warehouse
