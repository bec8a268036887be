WITH each AS (
  SELECT
    CAST(DATE_TRUNC('month', day) AS DATE) AS month,
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
        CAST(DATE_TRUNC('month', day) AS DATE)
    )
  GROUP BY
    1
)
SELECT
  AVG(CAST(stock AS DOUBLE PRECISION)) AS average_stock
FROM each
WHERE
  NOT month IS NULL
