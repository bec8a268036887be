WITH parts AS (
  SELECT
    CASE
      WHEN orders.order_date >= CAST('2023-01-01' AS DATE)
      AND orders.order_date < CAST('2024-01-01' AS DATE)
      THEN '2023'
      WHEN orders.order_date >= CAST('2025-01-01' AS DATE)
      AND orders.order_date < CAST('2026-01-01' AS DATE)
      THEN '2025'
    END AS period,
    SUM(order_lines.revenue) AS revenue,
    CAST(NULL AS NUMERIC) AS orders
  FROM order_lines
  LEFT JOIN orders
    ON order_lines.order_id = orders.order_id
  WHERE
    (
      orders.order_date >= CAST('2023-01-01' AS DATE)
      AND orders.order_date < CAST('2024-01-01' AS DATE)
    )
    OR (
      orders.order_date >= CAST('2025-01-01' AS DATE)
      AND orders.order_date < CAST('2026-01-01' AS DATE)
    )
  GROUP BY
    CASE
      WHEN orders.order_date >= CAST('2023-01-01' AS DATE)
      AND orders.order_date < CAST('2024-01-01' AS DATE)
      THEN '2023'
      WHEN orders.order_date >= CAST('2025-01-01' AS DATE)
      AND orders.order_date < CAST('2026-01-01' AS DATE)
      THEN '2025'
    END
  UNION ALL
  SELECT
    CASE
      WHEN order_date >= CAST('2023-01-01' AS DATE)
      AND order_date < CAST('2024-01-01' AS DATE)
      THEN '2023'
      WHEN order_date >= CAST('2025-01-01' AS DATE)
      AND order_date < CAST('2026-01-01' AS DATE)
      THEN '2025'
    END AS period,
    CAST(NULL AS NUMERIC) AS revenue,
    COUNT(*) AS orders
  FROM orders
  WHERE
    (
      order_date >= CAST('2023-01-01' AS DATE)
      AND order_date < CAST('2024-01-01' AS DATE)
    )
    OR (
      order_date >= CAST('2025-01-01' AS DATE)
      AND order_date < CAST('2026-01-01' AS DATE)
    )
  GROUP BY
    CASE
      WHEN order_date >= CAST('2023-01-01' AS DATE)
      AND order_date < CAST('2024-01-01' AS DATE)
      THEN '2023'
      WHEN order_date >= CAST('2025-01-01' AS DATE)
      AND order_date < CAST('2026-01-01' AS DATE)
      THEN '2025'
    END
)
SELECT
  period,
  MAX(revenue) AS revenue,
  COALESCE(MAX(orders), 0) AS orders
FROM parts
GROUP BY
  period
ORDER BY
  CASE WHEN period IS NULL THEN 1 ELSE 0 END,
  period
