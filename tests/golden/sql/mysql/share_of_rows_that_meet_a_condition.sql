SELECT
  CAST(COUNT(CASE WHEN region = 'North' THEN 1 END) AS DOUBLE) / NULLIF(COUNT(*), 0) AS orders_share
FROM orders
