SELECT
  CAST(FLOOR(CAST(list_price AS DECIMAL) * 10) AS DOUBLE PRECISION) / 10 AS list_price,
  COUNT(*) AS products
FROM products
WHERE
  list_price < 1
GROUP BY
  1
ORDER BY
  list_price
