WITH parts AS (
  SELECT
    DATEFROMPARTS(YEAR(orders.order_date), MONTH(orders.order_date), 1) AS month,
    SUM(order_lines.revenue) AS revenue,
    CAST(NULL AS NUMERIC) AS stock,
    SUM(order_lines.quantity) AS units,
    CAST(NULL AS NUMERIC) AS usual_stock
  FROM order_lines
  LEFT JOIN orders
    ON order_lines.order_id = orders.order_id
  WHERE
    orders.order_date >= CAST('2024-01-01' AS DATE)
    AND orders.order_date < CAST('2025-01-01' AS DATE)
  GROUP BY
    DATEFROMPARTS(YEAR(orders.order_date), MONTH(orders.order_date), 1)
  UNION ALL
  SELECT
    DATEFROMPARTS(YEAR(day), MONTH(day), 1) AS month,
    CAST(NULL AS NUMERIC) AS revenue,
    SUM(quantity) AS stock,
    CAST(NULL AS NUMERIC) AS units,
    CAST(NULL AS NUMERIC) AS usual_stock
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
  UNION ALL
  SELECT
    month,
    CAST(NULL AS NUMERIC) AS revenue,
    CAST(NULL AS NUMERIC) AS stock,
    CAST(NULL AS NUMERIC) AS units,
    AVG(CAST(usual_stock AS FLOAT)) AS usual_stock
  FROM (
    SELECT
      DATEFROMPARTS(YEAR(day), MONTH(day), 1) AS month,
      day AS moment,
      SUM(quantity) AS usual_stock
    FROM stock_levels
    WHERE
      day >= CAST('2024-01-01' AS DATE) AND day < CAST('2025-01-01' AS DATE)
    GROUP BY
      DATEFROMPARTS(YEAR(day), MONTH(day), 1),
      day
  ) AS each_time
  GROUP BY
    month
)
SELECT
  month,
  MAX(revenue) AS revenue,
  MAX(stock) AS stock,
  CAST(MAX(units) AS FLOAT) / NULLIF(MAX(usual_stock), 0) AS turnover
FROM parts
GROUP BY
  month
ORDER BY
  CASE WHEN month IS NULL THEN 1 ELSE 0 END,
  month
