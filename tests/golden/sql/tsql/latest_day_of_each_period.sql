WITH unordered AS (
  SELECT
    CASE
      WHEN order_date >= CAST('2023-01-01' AS DATE)
      AND order_date < CAST('2024-01-01' AS DATE)
      THEN '2023'
      WHEN order_date >= CAST('2024-01-01' AS DATE)
      AND order_date < CAST('2025-01-01' AS DATE)
      THEN '2024'
    END AS period,
    MAX(order_date) AS latest_order_date
  FROM orders
  WHERE
    (
      order_date >= CAST('2023-01-01' AS DATE)
      AND order_date < CAST('2024-01-01' AS DATE)
    )
    OR (
      order_date >= CAST('2024-01-01' AS DATE)
      AND order_date < CAST('2025-01-01' AS DATE)
    )
  GROUP BY
    CASE
      WHEN order_date >= CAST('2023-01-01' AS DATE)
      AND order_date < CAST('2024-01-01' AS DATE)
      THEN '2023'
      WHEN order_date >= CAST('2024-01-01' AS DATE)
      AND order_date < CAST('2025-01-01' AS DATE)
      THEN '2024'
    END
)
SELECT
  period,
  latest_order_date
FROM unordered
ORDER BY
  CASE WHEN period IS NULL THEN 1 ELSE 0 END,
  period
