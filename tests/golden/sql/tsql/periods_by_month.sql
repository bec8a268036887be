WITH unordered AS (
  SELECT
    CASE
      WHEN orders.order_date >= CAST('2023-01-01' AS DATE)
      AND orders.order_date < CAST('2024-01-01' AS DATE)
      THEN '2023'
      WHEN orders.order_date >= CAST('2025-01-01' AS DATE)
      AND orders.order_date < CAST('2026-01-01' AS DATE)
      THEN '2025'
    END AS period,
    DATEFROMPARTS(YEAR(orders.order_date), MONTH(orders.order_date), 1) AS month,
    SUM(order_lines.quantity) AS units
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
    END,
    DATEFROMPARTS(YEAR(orders.order_date), MONTH(orders.order_date), 1)
)
SELECT
  period,
  month,
  units
FROM unordered
ORDER BY
  CASE WHEN period IS NULL THEN 1 ELSE 0 END,
  period,
  CASE WHEN month IS NULL THEN 1 ELSE 0 END,
  month
