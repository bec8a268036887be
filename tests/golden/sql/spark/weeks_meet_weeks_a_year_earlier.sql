WITH parts AS (
  SELECT
    CAST(DATE_TRUNC('WEEK', order_date) AS DATE) AS week,
    COUNT(*) AS orders,
    NULL AS orders_previous
  FROM orders
  WHERE
    order_date >= '2024-12-30' AND order_date < '2025-01-06'
  GROUP BY
    1
  UNION ALL
  SELECT
    CAST(DATE_TRUNC('WEEK', order_date) + INTERVAL '364' DAY AS DATE) AS week,
    NULL AS orders,
    COUNT(*) AS orders_previous
  FROM orders
  WHERE
    order_date >= '2024-01-01' AND order_date < '2024-01-08'
  GROUP BY
    1
), grouped AS (
  SELECT
    week,
    COALESCE(MAX(orders), 0) AS orders,
    COALESCE(MAX(orders_previous), 0) AS orders_previous
  FROM parts
  GROUP BY
    1
)
SELECT
  week,
  orders,
  orders_previous,
  (
    orders - orders_previous
  ) / NULLIF(ABS(orders_previous), 0) AS orders_change
FROM grouped
ORDER BY
  week NULLS LAST
