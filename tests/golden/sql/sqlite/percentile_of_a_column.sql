SELECT
  PERCENTILE_CONT(CAST(list_price AS REAL), 0.9) AS percentile_90_list_price
FROM products
