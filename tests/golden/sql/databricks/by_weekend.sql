SELECT
  CAST(CAST(EXTRACT(DOW_ISO FROM order_date) AS INT) IN (6, 7) AS INT) AS weekend,
  COUNT(*) AS orders
FROM orders
GROUP BY
  1
ORDER BY
  weekend NULLS LAST
