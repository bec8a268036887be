SELECT
  PERCENTILE_CONT(0.9) WITHIN GROUP (ORDER BY
    list_price) AS percentile_90_list_price
FROM products
