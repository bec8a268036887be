SELECT
TOP 3
  name,
  COUNT(*) AS products
FROM products
GROUP BY
  name
ORDER BY
  products DESC,
  CASE WHEN name IS NULL THEN 1 ELSE 0 END,
  name
