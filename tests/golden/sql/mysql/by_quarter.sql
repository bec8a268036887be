SELECT
  MAKEDATE(YEAR(order_date), 1) + INTERVAL (
    QUARTER(order_date) - 1
  ) QUARTER AS quarter,
  COUNT(*) AS orders
FROM orders
GROUP BY
  1
ORDER BY
  MAX(MAKEDATE(YEAR(order_date), 1) + INTERVAL (
    QUARTER(order_date) - 1
  ) QUARTER) IS NULL,
  quarter
