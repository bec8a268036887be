SELECT
  COUNT(*) AS orders
FROM orders
WHERE
  (
    (
      order_date >= CAST('2024-01-01' AS DATE)
      AND order_date < CAST('2024-01-02' AS DATE)
    )
    OR (
      order_date >= CAST('2025-01-01' AS DATE)
      AND order_date < CAST('2025-01-02' AS DATE)
    )
  )
