WITH grouped AS (
  SELECT
    DATE_TRUNC('month', orders.order_date) AS month,
    SUM(order_lines.quantity) AS units
  FROM order_lines
  LEFT JOIN orders
    ON order_lines.order_id = orders.order_id
  WHERE
    orders.order_date >= '2023-10-01'
  GROUP BY
    1
), windows AS (
  SELECT
    month,
    CASE
      WHEN MIN(month) OVER () + INTERVAL '1' MONTH <= month
      THEN SUM(units) OVER (ORDER BY toRelativeMonthNum(month) RANGE BETWEEN 1 PRECEDING AND CURRENT ROW)
    END AS rolling_units
  FROM grouped
)
SELECT
  month,
  rolling_units
FROM windows
WHERE
  month >= '2024-02-01'
ORDER BY
  month
SETTINGS join_use_nulls = 1
