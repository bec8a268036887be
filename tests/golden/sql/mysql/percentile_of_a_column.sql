SELECT
  SUM(
    list_price * GREATEST(0, 1 - ABS(list_price_rank - 1 - 0.9 * (
      list_price_count - 1
    )))
  ) AS percentile_90_list_price
FROM (
  SELECT
    CAST(list_price AS DOUBLE) AS list_price,
    ROW_NUMBER() OVER (ORDER BY list_price IS NULL, list_price) AS list_price_rank,
    COUNT(list_price) OVER () AS list_price_count
  FROM products
) AS ranked
