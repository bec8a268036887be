SELECT
  FLOOR(CAST(list_price AS DOUBLE PRECISION) / 100) * 100 AS list_price,
  COUNT(*) AS products
FROM products
GROUP BY
  1
ORDER BY
  list_price
