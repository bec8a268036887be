SELECT
  (
    CAST(CAST(list_price AS REAL) / 100 AS INTEGER) - (
      CAST(list_price AS REAL) / 100 < CAST(CAST(list_price AS REAL) / 100 AS INTEGER)
    )
  ) * 100 AS list_price,
  COUNT(*) AS products
FROM products
GROUP BY
  1
ORDER BY
  list_price NULLS LAST
