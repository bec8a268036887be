SELECT
  DATE(order_date) - INTERVAL (
    (
      WEEKDAY(order_date) + 1
    ) % 7
  ) DAY AS week,
  COUNT(*) AS orders
FROM orders
WHERE
  order_date >= '2024-12-01'
GROUP BY
  1
ORDER BY
  week
