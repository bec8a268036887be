WITH grouped AS (
  SELECT
    CAST(DATE_TRUNC('MONTH', orders.order_date) AS DATE) AS month,
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
      THEN SUM(units) OVER (
        ORDER BY month NULLS LAST
        RANGE BETWEEN INTERVAL '1' MONTH PRECEDING AND CURRENT ROW
      )
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
  month NULLS LAST
