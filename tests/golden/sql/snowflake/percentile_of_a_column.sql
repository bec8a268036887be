SELECT
  PERCENTILE_CONT(0.9) WITHIN GROUP (ORDER BY
    CAST(list_price AS DOUBLE)) AS percentile_90_list_price
FROM products
