SELECT
  CAST(toDayOfWeek(order_date) IN (6, 7) AS Nullable(Int32)) AS weekend,
  COUNT(*) AS orders
FROM orders
GROUP BY
  1
ORDER BY
  weekend
