WITH parts AS (
  SELECT
    toDayOfWeek(order_date) AS weekday,
    COUNT(*) AS orders,
    NULL AS orders_previous
  FROM orders
  WHERE
    order_date >= '2024-01-01' AND order_date < '2025-01-01'
  GROUP BY
    1
  UNION ALL
  SELECT
    toDayOfWeek(order_date) AS weekday,
    NULL AS orders,
    COUNT(*) AS orders_previous
  FROM orders
  WHERE
    order_date >= '2023-01-01' AND order_date < '2024-01-01'
  GROUP BY
    1
), grouped AS (
  SELECT
    weekday,
    COALESCE(MAX(orders), 0) AS orders,
    COALESCE(MAX(orders_previous), 0) AS orders_previous
  FROM parts
  GROUP BY
    1
)
SELECT
  weekday,
  orders,
  orders_previous,
  toFloat64(orders - orders_previous) / nullIf(ABS(orders_previous), 0) AS orders_change
FROM grouped
ORDER BY
  weekday
