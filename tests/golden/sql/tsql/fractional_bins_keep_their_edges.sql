WITH unordered AS (
  SELECT
    CAST(FLOOR(ROUND(list_price * 10, 9)) AS FLOAT) / 10 AS list_price,
    COUNT(*) AS products
  FROM products
  WHERE
    list_price < 1
  GROUP BY
    CAST(FLOOR(ROUND(list_price * 10, 9)) AS FLOAT) / 10
)
SELECT
  list_price,
  products
FROM unordered
ORDER BY
  CASE WHEN list_price IS NULL THEN 1 ELSE 0 END,
  list_price
