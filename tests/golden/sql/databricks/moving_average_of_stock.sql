WITH grouped AS (
  SELECT
    CAST(DATE_TRUNC('MONTH', day) AS DATE) AS month,
    SUM(quantity) AS stock
  FROM stock_levels
  WHERE
    day IN (
      SELECT
        MAX(day)
      FROM stock_levels
      GROUP BY
        CAST(DATE_TRUNC('MONTH', day) AS DATE)
    )
  GROUP BY
    1
)
SELECT
  month,
  CASE
    WHEN MIN(month) OVER () + INTERVAL '1' MONTH <= month
    THEN AVG(stock) OVER (
      ORDER BY month NULLS LAST
      RANGE BETWEEN INTERVAL '1' MONTH PRECEDING AND CURRENT ROW
    )
    ELSE AVG(stock) OVER (
      ORDER BY month NULLS LAST
      RANGE BETWEEN INTERVAL '1' MONTH PRECEDING AND CURRENT ROW
    )
  END AS moving_average_stock
FROM grouped
ORDER BY
  month NULLS LAST
