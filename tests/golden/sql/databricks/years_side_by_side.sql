WITH parts AS (
  SELECT
    CASE
      WHEN orders.order_date >= '2023-01-01' AND orders.order_date < '2024-01-01'
      THEN '2023'
      WHEN orders.order_date >= '2025-01-01' AND orders.order_date < '2026-01-01'
      THEN '2025'
    END AS period,
    SUM(order_lines.revenue) AS revenue,
    NULL AS orders
  FROM order_lines
  LEFT JOIN orders
    ON order_lines.order_id = orders.order_id
  WHERE
    (
      orders.order_date >= '2023-01-01' AND orders.order_date < '2024-01-01'
    )
    OR (
      orders.order_date >= '2025-01-01' AND orders.order_date < '2026-01-01'
    )
  GROUP BY
    1
  UNION ALL
  SELECT
    CASE
      WHEN order_date >= '2023-01-01' AND order_date < '2024-01-01'
      THEN '2023'
      WHEN order_date >= '2025-01-01' AND order_date < '2026-01-01'
      THEN '2025'
    END AS period,
    NULL AS revenue,
    COUNT(*) AS orders
  FROM orders
  WHERE
    (
      order_date >= '2023-01-01' AND order_date < '2024-01-01'
    )
    OR (
      order_date >= '2025-01-01' AND order_date < '2026-01-01'
    )
  GROUP BY
    1
)
SELECT
  period,
  MAX(revenue) AS revenue,
  COALESCE(MAX(orders), 0) AS orders
FROM parts
GROUP BY
  1
ORDER BY
  period NULLS LAST
