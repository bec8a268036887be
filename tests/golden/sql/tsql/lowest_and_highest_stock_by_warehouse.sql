WITH parts AS (
  SELECT
    warehouse,
    MIN(lowest_stock) AS lowest_stock,
    CAST(NULL AS NUMERIC) AS highest_stock
  FROM (
    SELECT
      warehouse AS warehouse,
      day AS moment,
      SUM(quantity) AS lowest_stock
    FROM stock_levels
    WHERE
      day >= CAST('2024-01-01' AS DATE) AND day < CAST('2025-01-01' AS DATE)
    GROUP BY
      warehouse,
      day
  ) AS each_time
  GROUP BY
    warehouse
  UNION ALL
  SELECT
    warehouse,
    CAST(NULL AS NUMERIC) AS lowest_stock,
    MAX(highest_stock) AS highest_stock
  FROM (
    SELECT
      warehouse AS warehouse,
      day AS moment,
      SUM(quantity) AS highest_stock
    FROM stock_levels
    WHERE
      day >= CAST('2024-01-01' AS DATE) AND day < CAST('2025-01-01' AS DATE)
    GROUP BY
      warehouse,
      day
  ) AS each_time
  GROUP BY
    warehouse
)
SELECT
  warehouse,
  MAX(lowest_stock) AS lowest_stock,
  MAX(highest_stock) AS highest_stock
FROM parts
GROUP BY
  warehouse
ORDER BY
  CASE WHEN warehouse IS NULL THEN 1 ELSE 0 END,
  warehouse
