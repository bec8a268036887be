SELECT
  region,
  MIN(order_date) AS lowest_order_date
FROM orders
GROUP BY
  1
ORDER BY
  region NULLS LAST
