SELECT
  FLOOR(ROUND(list_price * 10, 9)) / 10 AS list_price,
  COUNT(*) AS products
FROM products
WHERE
  list_price < 1
GROUP BY
  1
ORDER BY
  list_price NULLS LAST
