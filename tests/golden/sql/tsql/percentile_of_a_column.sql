SELECT
  MAX(percentile_90_list_price) AS percentile_90_list_price
FROM (
  SELECT
    PERCENTILE_CONT(0.9) WITHIN GROUP (ORDER BY
      CAST(list_price AS FLOAT)) OVER () AS percentile_90_list_price
  FROM products
) AS measured
