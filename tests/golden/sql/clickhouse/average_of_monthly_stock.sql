WITH each AS (
  SELECT
    DATE_TRUNC('month', day) AS month,
    SUM(quantity) AS stock
  FROM stock_levels
  WHERE
    day >= '2024-01-01'
    AND day < '2025-01-01'
    AND day IN (
      SELECT
        MAX(day)
      FROM stock_levels
      WHERE
        day >= '2024-01-01' AND day < '2025-01-01'
      GROUP BY
        DATE_TRUNC('month', day)
    )
  GROUP BY
    1
)
SELECT
  AVG(stock) AS average_stock
FROM each
WHERE
  NOT (
    month IS NULL
  )
SETTINGS aggregate_functions_null_for_empty = 1
