WITH unordered AS (
  SELECT
    FLOOR(CAST(list_price AS FLOAT) / 100) * 100 AS list_price,
    COUNT(*) AS products
  FROM products
  GROUP BY
    FLOOR(CAST(list_price AS FLOAT) / 100) * 100
)
SELECT
  list_price,
  products
FROM unordered
ORDER BY
  CASE WHEN list_price IS NULL THEN 1 ELSE 0 END,
  list_price
