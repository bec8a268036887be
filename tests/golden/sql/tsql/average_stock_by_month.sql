WITH parts AS (
  SELECT
    month,
    AVG(CAST(average_stock AS FLOAT)) AS average_stock,
    CAST(NULL AS NUMERIC) AS stock
  FROM (
    SELECT
      DATEFROMPARTS(YEAR(day), MONTH(day), 1) AS month,
      day AS moment,
      SUM(quantity) AS average_stock
    FROM stock_levels
    WHERE
      day >= CAST('2024-01-01' AS DATE) AND day < CAST('2025-01-01' AS DATE)
    GROUP BY
      DATEFROMPARTS(YEAR(day), MONTH(day), 1),
      day
  ) AS each_time
  GROUP BY
    month
  UNION ALL
  SELECT
    DATEFROMPARTS(YEAR(day), MONTH(day), 1) AS month,
    CAST(NULL AS NUMERIC) AS average_stock,
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
        DATEFROMPARTS(YEAR(day), MONTH(day), 1)
    )
  GROUP BY
    DATEFROMPARTS(YEAR(day), MONTH(day), 1)
)
SELECT
  month,
  MAX(average_stock) AS average_stock,
  MAX(stock) AS stock
FROM parts
GROUP BY
  month
ORDER BY
  CASE WHEN month IS NULL THEN 1 ELSE 0 END,
  month
