WITH parts AS (
  SELECT
    DATE_TRUNC(orders.order_date, MONTH) AS month,
    SUM(order_lines.revenue) AS revenue,
    CAST(NULL AS NUMERIC) AS stock,
    SUM(order_lines.quantity) AS units,
    CAST(NULL AS NUMERIC) AS usual_stock
  FROM order_lines
  LEFT JOIN orders
    ON order_lines.order_id = orders.order_id
  WHERE
    orders.order_date >= '2024-01-01' AND orders.order_date < '2025-01-01'
  GROUP BY
    1
  UNION ALL
  SELECT
    DATE_TRUNC(day, MONTH) AS month,
    CAST(NULL AS NUMERIC) AS revenue,
    SUM(quantity) AS stock,
    CAST(NULL AS NUMERIC) AS units,
    CAST(NULL AS NUMERIC) AS usual_stock
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
        DATE_TRUNC(day, MONTH)
    )
  GROUP BY
    1
  UNION ALL
  SELECT
    month,
    CAST(NULL AS NUMERIC) AS revenue,
    CAST(NULL AS NUMERIC) AS stock,
    CAST(NULL AS NUMERIC) AS units,
    AVG(usual_stock) AS usual_stock
  FROM (
    SELECT
      DATE_TRUNC(day, MONTH) AS month,
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
  MAX(units) / NULLIF(MAX(usual_stock), 0) AS turnover
FROM parts
GROUP BY
  1
ORDER BY
  month NULLS LAST
