WITH each AS (
  SELECT
    CAST(DATE_TRUNC('month', day) AS DATE) AS month,
    SUM(quantity) AS stock
  FROM stock_levels
  WHERE
    day >= CAST('2024-01-01' AS DATE)
    AND day < CAST('2025-01-01' AS DATE)
    AND day IN (
      SELECT
        MAX(day)
      FROM stock_levels
      WHERE
        day >= CAST('2024-01-01' AS DATE) AND day < CAST('2025-01-01' AS DATE)
      GROUP BY
        CAST(DATE_TRUNC('month', day) AS DATE)
    )
  GROUP BY
    1
)
SELECT
  AVG(CAST(stock AS DOUBLE)) AS average_stock
FROM each
WHERE
  NOT month IS NULL
