SELECT
  MAX(percentile_90_list_price) AS percentile_90_list_price
FROM (
  SELECT
    PERCENTILE_CONT(CAST(list_price AS FLOAT64), 0.9) OVER () AS percentile_90_list_price
  FROM products
) AS measured
