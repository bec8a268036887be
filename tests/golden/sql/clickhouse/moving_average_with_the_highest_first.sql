WITH grouped AS (
  SELECT
    DATE_TRUNC('month', orders.order_date) AS month,
    SUM(order_lines.quantity) AS units
  FROM order_lines
  LEFT JOIN orders
    ON order_lines.order_id = orders.order_id
  WHERE
    orders.order_date >= '2023-09-01' AND orders.order_date < '2025-01-01'
  GROUP BY
    1
), windows AS (
  SELECT
    month,
    CASE
      WHEN MIN(month) OVER () + INTERVAL '1' MONTH <= month
      THEN toFloat64(
        SUM(units) OVER (ORDER BY toRelativeMonthNum(month) RANGE BETWEEN 1 PRECEDING AND CURRENT ROW)
      ) / 2
    END AS moving_average_units
  FROM grouped
)
SELECT
  month,
  moving_average_units
FROM windows
WHERE
  month >= '2024-01-01'
ORDER BY
  moving_average_units DESC,
  month
LIMIT 1
SETTINGS join_use_nulls = 1
