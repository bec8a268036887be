WITH parts AS (
  SELECT
    DATE_TRUNC('month', orders.order_date) AS month,
    SUM(order_lines.quantity) AS units,
    NULL AS units_previous
  FROM order_lines
  LEFT JOIN orders
    ON order_lines.order_id = orders.order_id
  WHERE
    orders.order_date >= '2023-04-01' AND orders.order_date < '2024-03-01'
  GROUP BY
    1
  UNION ALL
  SELECT
    DATE_TRUNC('month', orders.order_date) + INTERVAL '1' YEAR AS month,
    NULL AS units,
    SUM(order_lines.quantity) AS units_previous
  FROM order_lines
  LEFT JOIN orders
    ON order_lines.order_id = orders.order_id
  WHERE
    orders.order_date >= '2022-04-01' AND orders.order_date < '2023-03-01'
  GROUP BY
    1
), grouped AS (
  SELECT
    month,
    MAX(units) AS units,
    MAX(units_previous) AS units_previous
  FROM parts
  GROUP BY
    1
), windows AS (
  SELECT
    month,
    SUM(units) OVER (
      PARTITION BY DATE_TRUNC('year', month - INTERVAL '3' MONTH) + INTERVAL '3' MONTH
      ORDER BY month
    ) AS running_units,
    SUM(units_previous) OVER (
      PARTITION BY DATE_TRUNC('year', month - INTERVAL '3' MONTH) + INTERVAL '3' MONTH
      ORDER BY month
    ) AS running_units_previous,
    toFloat64(
      SUM(units) OVER (
        PARTITION BY DATE_TRUNC('year', month - INTERVAL '3' MONTH) + INTERVAL '3' MONTH
        ORDER BY month
      ) - SUM(units_previous) OVER (
        PARTITION BY DATE_TRUNC('year', month - INTERVAL '3' MONTH) + INTERVAL '3' MONTH
        ORDER BY month
      )
    ) / nullIf(
      ABS(
        SUM(units_previous) OVER (
          PARTITION BY DATE_TRUNC('year', month - INTERVAL '3' MONTH) + INTERVAL '3' MONTH
          ORDER BY month
        )
      ),
      0
    ) AS running_units_change
  FROM grouped
)
SELECT
  month,
  running_units,
  running_units_previous,
  running_units_change
FROM windows
WHERE
  month >= '2024-02-01'
ORDER BY
  month
SETTINGS join_use_nulls = 1
