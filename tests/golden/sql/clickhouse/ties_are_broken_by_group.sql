SELECT
  name,
  COUNT(*) AS products
FROM products
GROUP BY
  1
ORDER BY
  products DESC,
  name
LIMIT 3
