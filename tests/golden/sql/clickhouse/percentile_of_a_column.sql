SELECT
  quantileExactInclusive(0.9)(CAST(list_price AS Nullable(Float64))) AS percentile_90_list_price
FROM products
SETTINGS aggregate_functions_null_for_empty = 1
