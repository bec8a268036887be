WITH parts AS (
  SELECT
    CASE
      WHEN orders.order_date >= '2023-01-01' AND orders.order_date < '2024-01-01'
      THEN '2023'
      WHEN orders.order_date >= '2025-01-01' AND orders.order_date < '2026-01-01'
      THEN '2025'
    END AS period,
    SUM(order_lines.quantity) AS units,
    NULL AS target_revenue
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
      WHEN month >= '2023-01-01' AND month < '2024-01-01'
      THEN '2023'
      WHEN month >= '2025-01-01' AND month < '2026-01-01'
      THEN '2025'
    END AS period,
    NULL AS units,
    SUM(target_revenue) AS target_revenue
  FROM targets
  WHERE
    (
      month >= '2023-01-01' AND month < '2024-01-01'
    )
    OR (
      month >= '2025-01-01' AND month < '2026-01-01'
    )
  GROUP BY
    1
)
SELECT
  period,
  MAX(units) AS units,
  MAX(target_revenue) AS target_revenue
FROM parts
GROUP BY
  1
ORDER BY
  period IS NULL,
  period
