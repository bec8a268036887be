WITH each AS (
  SELECT
    DATE(day, 'start of month') AS month,
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
        DATE(day, 'start of month')
    )
  GROUP BY
    1
)
SELECT
  AVG(stock) AS average_stock
FROM each
WHERE
  NOT month IS NULL
