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
  1
ORDER BY
  period
