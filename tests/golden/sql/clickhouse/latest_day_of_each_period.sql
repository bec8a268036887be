SELECT
  CASE
    WHEN order_date >= '2023-01-01' AND order_date < '2024-01-01'
    THEN '2023'
    WHEN order_date >= '2024-01-01' AND order_date < '2025-01-01'
    THEN '2024'
  END AS period,
  MAX(order_date) AS latest_order_date
FROM orders
WHERE
  (
    order_date >= '2023-01-01' AND order_date < '2024-01-01'
  )
  OR (
    order_date >= '2024-01-01' AND order_date < '2025-01-01'
  )
GROUP BY
  1
ORDER BY
  period
