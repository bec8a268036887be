WITH parts AS (
  SELECT
    CAST(DATE_TRUNC('month', orders.order_date) AS DATE) AS month,
    SUM(order_lines.quantity) AS units,
    CAST(NULL AS DECIMAL) AS units_previous
  FROM order_lines
  LEFT JOIN orders
    ON order_lines.order_id = orders.order_id
  WHERE
    orders.order_date >= '2023-10-01' AND orders.order_date < '2024-03-01'
  GROUP BY
    1
  UNION ALL
  SELECT
    CAST(DATE_TRUNC('month', orders.order_date) + INTERVAL '1 YEAR' AS DATE) AS month,
    CAST(NULL AS DECIMAL) AS units,
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
), with_windows AS (
  SELECT
    grouped.month,
    grouped.units,
    grouped.units_previous,
    SUM(reached.units) AS units_in_window,
    SUM(reached.units_previous) AS units_previous_in_window
  FROM grouped
  LEFT JOIN grouped AS reached
    ON reached.month >= grouped.month - INTERVAL '1 MONTH'
    AND reached.month <= grouped.month
  GROUP BY
    grouped.month,
    grouped.units,
    grouped.units_previous
), windows AS (
  SELECT
    month,
    CASE WHEN MIN(month) OVER () + INTERVAL '1 MONTH' <= month THEN units_in_window END AS rolling_units,
    CASE
      WHEN MIN(month) OVER () + INTERVAL '1 MONTH' <= month
      THEN units_previous_in_window
    END AS rolling_units_previous,
    CAST((
      CASE WHEN MIN(month) OVER () + INTERVAL '1 MONTH' <= month THEN units_in_window END - CASE
        WHEN MIN(month) OVER () + INTERVAL '1 MONTH' <= month
        THEN units_previous_in_window
      END
    ) AS DOUBLE PRECISION) / NULLIF(
      ABS(
        CASE
          WHEN MIN(month) OVER () + INTERVAL '1 MONTH' <= month
          THEN units_previous_in_window
        END
      ),
      0
    ) AS rolling_units_change
  FROM with_windows
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
