SELECT
  quantileExactInclusive(0.9)(toFloat64(list_price)) AS percentile_90_list_price
FROM products
SETTINGS aggregate_functions_null_for_empty = 1
