WITH parts AS (
  SELECT
    SUM(order_lines.quantity) AS units,
    NULL AS orders,
    NULL AS units_previous,
    NULL AS orders_previous
  FROM order_lines
  LEFT JOIN orders
    ON order_lines.order_id = orders.order_id
  WHERE
    orders.order_date >= '2024-01-01' AND orders.order_date < '2025-01-01'
  UNION ALL
  SELECT
    NULL AS units,
    COUNT(*) AS orders,
    NULL AS units_previous,
    NULL AS orders_previous
  FROM orders
  WHERE
    order_date >= '2024-01-01' AND order_date < '2025-01-01'
  UNION ALL
  SELECT
    NULL AS units,
    NULL AS orders,
    SUM(order_lines.quantity) AS units_previous,
    NULL AS orders_previous
  FROM order_lines
  LEFT JOIN orders
    ON order_lines.order_id = orders.order_id
  WHERE
    orders.order_date >= '2023-01-01' AND orders.order_date < '2024-01-01'
  UNION ALL
  SELECT
    NULL AS units,
    NULL AS orders,
    NULL AS units_previous,
    COUNT(*) AS orders_previous
  FROM orders
  WHERE
    order_date >= '2023-01-01' AND order_date < '2024-01-01'
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
  (
    units - units_previous
  ) / NULLIF(ABS(units_previous), 0) AS units_change,
  orders,
  orders_previous,
  (
    orders - orders_previous
  ) / NULLIF(ABS(orders_previous), 0) AS orders_change
FROM grouped
