SELECT
  (
    CAST(EXTRACT(DOW FROM order_date) AS INTEGER) + 6
  ) % 7 + 1 AS weekday,
  COUNT(*) AS orders
FROM orders
GROUP BY
  1
ORDER BY
  weekday
