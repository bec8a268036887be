SELECT
  COUNT(*) AS orders
FROM orders
WHERE
  NOT (
    (
      (
        order_date >= '2024-01-01' AND order_date < '2024-01-02'
      )
      OR (
        order_date >= '2025-01-01' AND order_date < '2025-01-02'
      )
    )
    OR (
      order_date >= '2024-12-27' AND order_date < '2025-01-01'
    )
  )
