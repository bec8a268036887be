WITH parts AS (
  SELECT
    orders.region AS region,
    SUM(order_lines.quantity) AS units,
    CAST(NULL AS NUMERIC) AS units_previous
  FROM order_lines
  LEFT JOIN orders
    ON order_lines.order_id = orders.order_id
  WHERE
    orders.order_date >= CAST('2025-01-01' AS DATE)
    AND orders.order_date < CAST('2026-01-01' AS DATE)
  GROUP BY
    orders.region
  UNION ALL
  SELECT
    orders.region AS region,
    CAST(NULL AS NUMERIC) AS units,
    SUM(order_lines.quantity) AS units_previous
  FROM order_lines
  LEFT JOIN orders
    ON order_lines.order_id = orders.order_id
  WHERE
    orders.order_date >= CAST('2024-01-01' AS DATE)
    AND orders.order_date < CAST('2025-01-01' AS DATE)
  GROUP BY
    orders.region
), grouped AS (
  SELECT
    region AS region,
    MAX(units) AS units,
    MAX(units_previous) AS units_previous
  FROM parts
  GROUP BY
    region
)
SELECT
  region,
  CAST(units AS FLOAT) / NULLIF(SUM(units) OVER (), 0) AS units_share,
  CAST(units_previous AS FLOAT) / NULLIF(SUM(units_previous) OVER (), 0) AS units_share_previous,
  CAST((
    CAST(units AS FLOAT) / NULLIF(SUM(units) OVER (), 0) - CAST(units_previous AS FLOAT) / NULLIF(SUM(units_previous) OVER (), 0)
  ) AS FLOAT) / NULLIF(ABS(CAST(units_previous AS FLOAT) / NULLIF(SUM(units_previous) OVER (), 0)), 0) AS units_share_change
FROM grouped
ORDER BY
  CASE WHEN region IS NULL THEN 1 ELSE 0 END,
  region
