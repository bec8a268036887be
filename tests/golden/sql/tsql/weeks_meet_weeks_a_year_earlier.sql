WITH parts AS (
  SELECT
    DATEADD(DAY, -(
      DATEDIFF(DAY, CAST('0001-01-01' AS DATE), order_date) % 7
    ), order_date) AS week,
    COUNT(*) AS orders,
    CAST(NULL AS NUMERIC) AS orders_previous
  FROM orders
  WHERE
    order_date >= CAST('2024-12-30' AS DATE)
    AND order_date < CAST('2025-01-06' AS DATE)
  GROUP BY
    DATEADD(DAY, -(
      DATEDIFF(DAY, CAST('0001-01-01' AS DATE), order_date) % 7
    ), order_date)
  UNION ALL
  SELECT
    DATEADD(
      DAY,
      364,
      DATEADD(DAY, -(
        DATEDIFF(DAY, CAST('0001-01-01' AS DATE), order_date) % 7
      ), order_date)
    ) AS week,
    CAST(NULL AS NUMERIC) AS orders,
    COUNT(*) AS orders_previous
  FROM orders
  WHERE
    order_date >= CAST('2024-01-01' AS DATE)
    AND order_date < CAST('2024-01-08' AS DATE)
  GROUP BY
    DATEADD(
      DAY,
      364,
      DATEADD(DAY, -(
        DATEDIFF(DAY, CAST('0001-01-01' AS DATE), order_date) % 7
      ), order_date)
    )
), grouped AS (
  SELECT
    week AS week,
    COALESCE(MAX(orders), 0) AS orders,
    COALESCE(MAX(orders_previous), 0) AS orders_previous
  FROM parts
  GROUP BY
    week
)
SELECT
  week,
  orders,
  orders_previous,
  CAST((
    orders - orders_previous
  ) AS FLOAT) / NULLIF(ABS(orders_previous), 0) AS orders_change
FROM grouped
ORDER BY
  CASE WHEN week IS NULL THEN 1 ELSE 0 END,
  week
