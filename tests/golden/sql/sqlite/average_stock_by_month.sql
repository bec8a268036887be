WITH parts AS (
  SELECT
    month,
    AVG(average_stock) AS average_stock,
    NULL AS stock
  FROM (
    SELECT
      DATE(day, 'start of month') AS month,
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
    DATE(day, 'start of month') AS month,
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
        DATE(day, 'start of month')
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
  month NULLS LAST
