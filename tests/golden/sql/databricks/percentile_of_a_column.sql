SELECT
  PERCENTILE(list_price, 0.9) AS percentile_90_list_price
FROM products
