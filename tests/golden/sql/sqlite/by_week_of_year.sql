SELECT
  (
    CAST(STRFTIME('%j', DATE(order_date, '-3 days', 'weekday 4')) AS INTEGER) - 1
  ) / 7 + 1 AS week_of_year,
  COUNT(*) AS orders
FROM orders
GROUP BY
  1
ORDER BY
  week_of_year NULLS LAST
