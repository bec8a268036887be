WITH grouped AS (
  SELECT
    CAST(DATE_FORMAT(orders.order_date, '%Y-%m-01') AS DATE) AS month,
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
      WHEN MIN(month) OVER () + INTERVAL '1' MONTH <= month
      THEN SUM(units) OVER (
        ORDER BY EXTRACT(YEAR FROM month) * 12 + EXTRACT(MONTH FROM month)
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
  month
