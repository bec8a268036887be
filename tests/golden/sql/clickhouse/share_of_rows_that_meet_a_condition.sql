SELECT
  COUNT(CASE WHEN region = 'North' THEN 1 END) / nullIf(COUNT(*), 0) AS orders_share
FROM orders
