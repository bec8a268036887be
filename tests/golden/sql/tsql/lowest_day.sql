SELECT
  region,
  MIN(order_date) AS earliest_order_date
FROM orders
GROUP BY
  region
ORDER BY
  CASE WHEN region IS NULL THEN 1 ELSE 0 END,
  region
