WITH grouped AS (
  SELECT
    CAST(DATE_FORMAT(day, '%Y-%m-01') AS DATE) AS month,
    SUM(quantity) AS stock
  FROM stock_levels
  WHERE
    day IN (
      SELECT
        MAX(day)
      FROM stock_levels
      GROUP BY
        CAST(DATE_FORMAT(day, '%Y-%m-01') AS DATE)
    )
  GROUP BY
    1
)
SELECT
  month,
  CASE
    WHEN MIN(month) OVER () + INTERVAL '1' MONTH <= month
    THEN AVG(CAST(stock AS DOUBLE)) OVER (
      ORDER BY EXTRACT(YEAR FROM month) * 12 + EXTRACT(MONTH FROM month)
      RANGE BETWEEN 1 PRECEDING AND CURRENT ROW
    )
    ELSE AVG(CAST(stock AS DOUBLE)) OVER (
      ORDER BY EXTRACT(YEAR FROM month) * 12 + EXTRACT(MONTH FROM month)
      RANGE BETWEEN 1 PRECEDING AND CURRENT ROW
    )
  END AS moving_average_stock
FROM grouped
ORDER BY
  month IS NULL,
  month
