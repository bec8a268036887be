WITH parts AS (
  SELECT
    CAST(DATE_TRUNC('MONTH', orders.order_date) AS DATE) AS month,
    SUM(order_lines.revenue) AS revenue,
    NULL AS stock,
    SUM(order_lines.quantity) AS units,
    NULL AS usual_stock
  FROM order_lines
  LEFT JOIN orders
    ON order_lines.order_id = orders.order_id
  WHERE
    orders.order_date >= '2024-01-01' AND orders.order_date < '2025-01-01'
  GROUP BY
    1
  UNION ALL
  SELECT
    CAST(DATE_TRUNC('MONTH', day) AS DATE) AS month,
    NULL AS revenue,
    SUM(quantity) AS stock,
    NULL AS units,
    NULL AS usual_stock
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
        CAST(DATE_TRUNC('MONTH', day) AS DATE)
    )
  GROUP BY
    1
  UNION ALL
  SELECT
    month,
    NULL AS revenue,
    NULL AS stock,
    NULL AS units,
    AVG(CAST(usual_stock AS DOUBLE)) AS usual_stock
  FROM (
    SELECT
      CAST(DATE_TRUNC('MONTH', day) AS DATE) AS month,
      day AS moment,
      SUM(quantity) AS usual_stock
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
  month,
  MAX(revenue) AS revenue,
  MAX(stock) AS stock,
  CAST(MAX(units) AS DOUBLE) / NULLIF(MAX(usual_stock), 0) AS turnover
FROM parts
GROUP BY
  1
ORDER BY
  month NULLS LAST
