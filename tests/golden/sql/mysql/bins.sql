SELECT
  FLOOR(CAST(list_price AS DOUBLE) / 100) * 100 AS list_price,
  COUNT(*) AS products
FROM products
GROUP BY
  1
ORDER BY
  MAX(FLOOR(CAST(list_price AS DOUBLE) / 100) * 100) IS NULL,
  list_price
