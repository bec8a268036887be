WITH parts AS (
  SELECT
    DATE_DIFF(CAST(order_date AS DATE), DATE_TRUNC(CAST(order_date AS DATE), ISOWEEK), DAY) + 1 AS weekday,
    COUNT(*) AS orders,
    CAST(NULL AS NUMERIC) AS orders_previous
  FROM orders
  WHERE
    order_date >= '2024-01-01' AND order_date < '2025-01-01'
  GROUP BY
    1
  UNION ALL
  SELECT
    DATE_DIFF(CAST(order_date AS DATE), DATE_TRUNC(CAST(order_date AS DATE), ISOWEEK), DAY) + 1 AS weekday,
    CAST(NULL AS NUMERIC) AS orders,
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
  (
    orders - orders_previous
  ) / NULLIF(ABS(orders_previous), 0) AS orders_change
FROM grouped
ORDER BY
  weekday NULLS LAST
