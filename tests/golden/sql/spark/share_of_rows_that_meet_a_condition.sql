SELECT
  COUNT(CASE WHEN region = 'North' THEN 1 END) / NULLIF(COUNT(*), 0) AS orders_share
FROM orders
