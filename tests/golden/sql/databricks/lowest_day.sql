SELECT
  region,
  MIN(order_date) AS earliest_order_date
FROM orders
GROUP BY
  1
ORDER BY
  region NULLS LAST
