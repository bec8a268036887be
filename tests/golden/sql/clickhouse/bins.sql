SELECT
  FLOOR(CAST(list_price AS Nullable(Float64)) / 100) * 100 AS list_price,
  COUNT(*) AS products
FROM products
GROUP BY
  1
ORDER BY
  list_price
