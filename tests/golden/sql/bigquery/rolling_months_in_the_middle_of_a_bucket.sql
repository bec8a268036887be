WITH grouped AS (
  SELECT
    DATE_TRUNC(orders.order_date, MONTH) AS month,
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
      WHEN DATE_ADD(MIN(month) OVER (), INTERVAL 1 MONTH) <= month
      THEN SUM(units) OVER (
        ORDER BY DATE_DIFF(month, CAST('1970-01-01' AS DATE), MONTH)
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
