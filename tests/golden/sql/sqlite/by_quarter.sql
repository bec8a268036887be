SELECT
  DATE(
    order_date,
    'start of month',
    '-' || (
      (
        STRFTIME('%m', order_date) - 1
      ) % 3
    ) || ' months'
  ) AS quarter,
  COUNT(*) AS orders
FROM orders
GROUP BY
  1
ORDER BY
  quarter NULLS LAST
