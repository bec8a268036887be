WITH grouped AS (
  SELECT
    DATE(orders.order_date, 'start of month') AS month,
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
    units,
    CASE
      WHEN DATE(MIN(month) OVER (), '+1 months') <= month
      THEN SUM(units) OVER (
        ORDER BY CAST(STRFTIME('%Y', month) AS INTEGER) * 12 + CAST(STRFTIME('%m', month) AS INTEGER) NULLS LAST
        RANGE BETWEEN 1 PRECEDING AND CURRENT ROW
      )
    END AS rolling_units
  FROM grouped
)
SELECT
  month,
  units,
  rolling_units
FROM windows
WHERE
  month >= '2024-02-01'
ORDER BY
  month NULLS LAST
