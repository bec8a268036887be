WITH parts AS (
  SELECT
    SUM(order_lines.quantity) AS units,
    CAST(NULL AS NUMERIC) AS orders,
    CAST(NULL AS NUMERIC) AS units_previous,
    CAST(NULL AS NUMERIC) AS orders_previous
  FROM order_lines
  LEFT JOIN orders
    ON order_lines.order_id = orders.order_id
  WHERE
    orders.order_date >= CAST('2024-01-01' AS DATE)
    AND orders.order_date < CAST('2025-01-01' AS DATE)
  UNION ALL
  SELECT
    CAST(NULL AS NUMERIC) AS units,
    COUNT(*) AS orders,
    CAST(NULL AS NUMERIC) AS units_previous,
    CAST(NULL AS NUMERIC) AS orders_previous
  FROM orders
  WHERE
    order_date >= CAST('2024-01-01' AS DATE)
    AND order_date < CAST('2025-01-01' AS DATE)
  UNION ALL
  SELECT
    CAST(NULL AS NUMERIC) AS units,
    CAST(NULL AS NUMERIC) AS orders,
    SUM(order_lines.quantity) AS units_previous,
    CAST(NULL AS NUMERIC) AS orders_previous
  FROM order_lines
  LEFT JOIN orders
    ON order_lines.order_id = orders.order_id
  WHERE
    orders.order_date >= CAST('2023-01-01' AS DATE)
    AND orders.order_date < CAST('2024-01-01' AS DATE)
  UNION ALL
  SELECT
    CAST(NULL AS NUMERIC) AS units,
    CAST(NULL AS NUMERIC) AS orders,
    CAST(NULL AS NUMERIC) AS units_previous,
    COUNT(*) AS orders_previous
  FROM orders
  WHERE
    order_date >= CAST('2023-01-01' AS DATE)
    AND order_date < CAST('2024-01-01' AS DATE)
), grouped AS (
  SELECT
    MAX(units) AS units,
    MAX(units_previous) AS units_previous,
    COALESCE(MAX(orders), 0) AS orders,
    COALESCE(MAX(orders_previous), 0) AS orders_previous
  FROM parts
)
SELECT
  units,
  units_previous,
  CAST((
    units - units_previous
  ) AS FLOAT) / NULLIF(ABS(units_previous), 0) AS units_change,
  orders,
  orders_previous,
  CAST((
    orders - orders_previous
  ) AS FLOAT) / NULLIF(ABS(orders_previous), 0) AS orders_change
FROM grouped
