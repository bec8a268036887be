WITH parts AS (
  SELECT
    DATE_TRUNC('month', orders.order_date) AS month,
    SUM(order_lines.quantity) AS units,
    NULL AS units_previous
  FROM order_lines
  LEFT JOIN orders
    ON order_lines.order_id = orders.order_id
  WHERE
    orders.order_date >= '2023-10-01' AND orders.order_date < '2024-03-01'
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
    orders.order_date >= '2022-10-01' AND orders.order_date < '2023-03-01'
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
    CASE
      WHEN MIN(month) OVER () + INTERVAL '1' MONTH <= month
      THEN SUM(units) OVER (ORDER BY toRelativeMonthNum(month) RANGE BETWEEN 1 PRECEDING AND CURRENT ROW)
    END AS rolling_units,
    CASE
      WHEN MIN(month) OVER () + INTERVAL '1' MONTH <= month
      THEN SUM(units_previous) OVER (ORDER BY toRelativeMonthNum(month) RANGE BETWEEN 1 PRECEDING AND CURRENT ROW)
    END AS rolling_units_previous,
    toFloat64(
      CASE
        WHEN MIN(month) OVER () + INTERVAL '1' MONTH <= month
        THEN SUM(units) OVER (ORDER BY toRelativeMonthNum(month) RANGE BETWEEN 1 PRECEDING AND CURRENT ROW)
      END - CASE
        WHEN MIN(month) OVER () + INTERVAL '1' MONTH <= month
        THEN SUM(units_previous) OVER (ORDER BY toRelativeMonthNum(month) RANGE BETWEEN 1 PRECEDING AND CURRENT ROW)
      END
    ) / nullIf(
      ABS(
        CASE
          WHEN MIN(month) OVER () + INTERVAL '1' MONTH <= month
          THEN SUM(units_previous) OVER (ORDER BY toRelativeMonthNum(month) RANGE BETWEEN 1 PRECEDING AND CURRENT ROW)
        END
      ),
      0
    ) AS rolling_units_change
  FROM grouped
)
SELECT
  month,
  rolling_units,
  rolling_units_previous,
  rolling_units_change
FROM windows
WHERE
  month >= '2024-02-01'
ORDER BY
  month
SETTINGS join_use_nulls = 1
