SELECT
  CAST(MOD(EXTRACT(DAYOFWEEK FROM order_date) + 5, 7) + 1 IN (6, 7) AS INT64) AS weekend,
  COUNT(*) AS orders
FROM orders
GROUP BY
  1
ORDER BY
  weekend NULLS LAST
