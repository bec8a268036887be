WITH parts AS (
  SELECT
    warehouse,
    MIN(lowest_stock) AS lowest_stock,
    NULL AS highest_stock
  FROM (
    SELECT
      warehouse,
      day AS moment,
      SUM(quantity) AS lowest_stock
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
    warehouse,
    NULL AS lowest_stock,
    MAX(highest_stock) AS highest_stock
  FROM (
    SELECT
      warehouse,
      day AS moment,
      SUM(quantity) AS highest_stock
    FROM stock_levels
    WHERE
      day >= '2024-01-01' AND day < '2025-01-01'
    GROUP BY
      1,
      2
  ) AS each_time
  GROUP BY
    1
)
SELECT
  warehouse,
  MAX(lowest_stock) AS lowest_stock,
  MAX(highest_stock) AS highest_stock
FROM parts
GROUP BY
  1
ORDER BY
  warehouse NULLS LAST
