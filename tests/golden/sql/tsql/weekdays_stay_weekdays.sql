WITH parts AS (
  SELECT
    DATEDIFF(DAY, CAST('0001-01-01' AS DATE), order_date) % 7 + 1 AS weekday,
    COUNT(*) AS orders,
    CAST(NULL AS NUMERIC) AS orders_previous
  FROM orders
  WHERE
    order_date >= CAST('2024-01-01' AS DATE)
    AND order_date < CAST('2025-01-01' AS DATE)
  GROUP BY
    DATEDIFF(DAY, CAST('0001-01-01' AS DATE), order_date) % 7 + 1
  UNION ALL
  SELECT
    DATEDIFF(DAY, CAST('0001-01-01' AS DATE), order_date) % 7 + 1 AS weekday,
    CAST(NULL AS NUMERIC) AS orders,
    COUNT(*) AS orders_previous
  FROM orders
  WHERE
    order_date >= CAST('2023-01-01' AS DATE)
    AND order_date < CAST('2024-01-01' AS DATE)
  GROUP BY
    DATEDIFF(DAY, CAST('0001-01-01' AS DATE), order_date) % 7 + 1
), grouped AS (
  SELECT
    weekday AS weekday,
    COALESCE(MAX(orders), 0) AS orders,
    COALESCE(MAX(orders_previous), 0) AS orders_previous
  FROM parts
  GROUP BY
    weekday
)
SELECT
  weekday,
  orders,
  orders_previous,
  CAST((
    orders - orders_previous
  ) AS FLOAT) / NULLIF(ABS(orders_previous), 0) AS orders_change
FROM grouped
ORDER BY
  CASE WHEN weekday IS NULL THEN 1 ELSE 0 END,
  weekday
