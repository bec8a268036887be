WITH parts AS (
  SELECT
    month,
    AVG(CAST(average_stock AS DOUBLE)) AS average_stock,
    NULL AS stock
  FROM (
    SELECT
      CAST(DATE_FORMAT(day, '%Y-%m-01') AS DATE) AS month,
      day AS moment,
      SUM(quantity) AS average_stock
    FROM stock_levels
    WHERE
      day >= '2024-01-01' AND day < '2025-01-01'
    GROUP BY
      1,
      2
  ) AS each_time
  GROUP BY
    1
  UNION ALL
  SELECT
    CAST(DATE_FORMAT(day, '%Y-%m-01') AS DATE) AS month,
    NULL AS average_stock,
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
        CAST(DATE_FORMAT(day, '%Y-%m-01') AS DATE)
    )
  GROUP BY
    1
)
SELECT
  month,
  MAX(average_stock) AS average_stock,
  MAX(stock) AS stock
FROM parts
GROUP BY
  1
ORDER BY
  month IS NULL,
  month
