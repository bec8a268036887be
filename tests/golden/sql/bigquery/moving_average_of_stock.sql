WITH grouped AS (
  SELECT
    DATE_TRUNC(day, MONTH) AS month,
    SUM(quantity) AS stock
  FROM stock_levels
  WHERE
    day IN (
      SELECT
        MAX(day)
      FROM stock_levels
      GROUP BY
        DATE_TRUNC(day, MONTH)
    )
  GROUP BY
    1
)
SELECT
  month,
  CASE
    WHEN DATE_ADD(MIN(month) OVER (), INTERVAL 1 MONTH) <= month
    THEN AVG(stock) OVER (
      ORDER BY DATE_DIFF(month, CAST('1970-01-01' AS DATE), MONTH)
      RANGE BETWEEN 1 PRECEDING AND CURRENT ROW
    )
    ELSE AVG(stock) OVER (
      ORDER BY DATE_DIFF(month, CAST('1970-01-01' AS DATE), MONTH)
      RANGE BETWEEN 1 PRECEDING AND CURRENT ROW
    )
  END AS moving_average_stock
FROM grouped
ORDER BY
  month NULLS LAST
