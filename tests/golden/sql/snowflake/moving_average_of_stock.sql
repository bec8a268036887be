WITH grouped AS (
  SELECT
    CAST(DATE_TRUNC('month', day) AS DATE) AS month,
    SUM(quantity) AS stock
  FROM stock_levels
  WHERE
    day IN (
      SELECT
        MAX(day)
      FROM stock_levels
      GROUP BY
        CAST(DATE_TRUNC('month', day) AS DATE)
    )
  GROUP BY
    1
)
SELECT
  month,
  CASE
    WHEN DATEADD(MONTH, 1, MIN(month) OVER ()) <= month
    THEN AVG(stock) OVER (
      ORDER BY DATEDIFF(MONTH, CAST('1970-01-01' AS DATE), month)
      RANGE BETWEEN 1 PRECEDING AND CURRENT ROW
    )
    ELSE AVG(stock) OVER (
      ORDER BY DATEDIFF(MONTH, CAST('1970-01-01' AS DATE), month)
      RANGE BETWEEN 1 PRECEDING AND CURRENT ROW
    )
  END AS moving_average_stock
FROM grouped
ORDER BY
  month
