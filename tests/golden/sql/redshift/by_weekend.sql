SELECT
  CAST((
    CAST(EXTRACT(DOW FROM order_date) AS INTEGER) + 6
  ) % 7 + 1 IN (6, 7) AS INTEGER) AS weekend,
  COUNT(*) AS orders
FROM orders
GROUP BY
  1
ORDER BY
  weekend
