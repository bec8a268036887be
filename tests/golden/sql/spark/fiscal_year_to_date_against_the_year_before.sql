WITH parts AS (
  SELECT
    CAST(DATE_TRUNC('MONTH', orders.order_date) AS DATE) AS month,
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
    CAST(DATE_TRUNC('MONTH', orders.order_date) + INTERVAL '1' YEAR AS DATE) AS month,
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
      PARTITION BY CAST(DATE_TRUNC('YEAR', month - INTERVAL '3' MONTH) + INTERVAL '3' MONTH AS DATE)
      ORDER BY month NULLS LAST
    ) AS running_units,
    SUM(units_previous) OVER (
      PARTITION BY CAST(DATE_TRUNC('YEAR', month - INTERVAL '3' MONTH) + INTERVAL '3' MONTH AS DATE)
      ORDER BY month NULLS LAST
    ) AS running_units_previous,
    CAST(SUM(units) OVER (
      PARTITION BY CAST(DATE_TRUNC('YEAR', month - INTERVAL '3' MONTH) + INTERVAL '3' MONTH AS DATE)
      ORDER BY month NULLS LAST
    ) - SUM(units_previous) OVER (
      PARTITION BY CAST(DATE_TRUNC('YEAR', month - INTERVAL '3' MONTH) + INTERVAL '3' MONTH AS DATE)
      ORDER BY month NULLS LAST
    ) AS DOUBLE) / NULLIF(
      ABS(
        SUM(units_previous) OVER (
          PARTITION BY CAST(DATE_TRUNC('YEAR', month - INTERVAL '3' MONTH) + INTERVAL '3' MONTH AS DATE)
          ORDER BY month NULLS LAST
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
  month NULLS LAST
