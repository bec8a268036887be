SELECT
  QUANTILE_CONT(CAST(list_price AS DOUBLE), 0.9) AS percentile_90_list_price
FROM products
