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
  toFloat64(stock) / nullIf(SUM(stock) OVER (), 0) AS stock_share
FROM grouped
ORDER BY
  warehouse
SETTINGS aggregate_functions_null_for_empty = 1
