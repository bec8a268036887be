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
    SUM(order_lines.quantity) AS units,
    CAST(NULL AS NUMERIC) AS target_revenue
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
      WHEN month >= CAST('2023-01-01' AS DATE) AND month < CAST('2024-01-01' AS DATE)
      THEN '2023'
      WHEN month >= CAST('2025-01-01' AS DATE) AND month < CAST('2026-01-01' AS DATE)
      THEN '2025'
    END AS period,
    CAST(NULL AS NUMERIC) AS units,
    SUM(target_revenue) AS target_revenue
  FROM targets
  WHERE
    (
      month >= CAST('2023-01-01' AS DATE) AND month < CAST('2024-01-01' AS DATE)
    )
    OR (
      month >= CAST('2025-01-01' AS DATE) AND month < CAST('2026-01-01' AS DATE)
    )
  GROUP BY
    CASE
      WHEN month >= CAST('2023-01-01' AS DATE) AND month < CAST('2024-01-01' AS DATE)
      THEN '2023'
      WHEN month >= CAST('2025-01-01' AS DATE) AND month < CAST('2026-01-01' AS DATE)
      THEN '2025'
    END
)
SELECT
  period,
  MAX(units) AS units,
  MAX(target_revenue) AS target_revenue
FROM parts
GROUP BY
  period
ORDER BY
  CASE WHEN period IS NULL THEN 1 ELSE 0 END,
  period
