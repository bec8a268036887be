WITH grouped AS (
  SELECT
    DATEFROMPARTS(YEAR(day), MONTH(day), 1) AS month,
    warehouse AS warehouse,
    SUM(quantity) AS stock
  FROM stock_levels
  WHERE
    day IN (
      SELECT
        MAX(day)
      FROM stock_levels
      GROUP BY
        DATEFROMPARTS(YEAR(day), MONTH(day), 1)
    )
  GROUP BY
    DATEFROMPARTS(YEAR(day), MONTH(day), 1),
    warehouse
)
SELECT
  month,
  warehouse,
  CAST(stock AS FLOAT) / NULLIF(SUM(stock) OVER (PARTITION BY month), 0) AS stock_share
FROM grouped
ORDER BY
  CASE WHEN month IS NULL THEN 1 ELSE 0 END,
  month,
  CASE WHEN warehouse IS NULL THEN 1 ELSE 0 END,
  warehouse
