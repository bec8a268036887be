SELECT
  SUM(percentile_90_list_price) AS percentile_90_list_price
FROM (
  SELECT
    CAST(list_price AS DOUBLE) * GREATEST(
      1 - ABS(
        (
          COUNT(CAST(list_price AS DOUBLE)) OVER () - 1
        ) * 0.9 + 1 - ROW_NUMBER() OVER (ORDER BY CAST(list_price AS DOUBLE) IS NULL, CAST(list_price AS DOUBLE))
      ),
      0
    ) AS percentile_90_list_price
  FROM products
) AS measured
