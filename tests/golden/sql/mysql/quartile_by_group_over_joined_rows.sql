SELECT
  region,
  SUM(percentile_25_shipping_cost) AS percentile_25_shipping_cost
FROM (
  SELECT
    region,
    CAST(shipping_cost AS DOUBLE) * GREATEST(
      1 - ABS(
        (
          COUNT(CAST(shipping_cost AS DOUBLE)) OVER (PARTITION BY region) - 1
        ) * 0.25 + 1 - ROW_NUMBER() OVER (
          PARTITION BY region
          ORDER BY CAST(shipping_cost AS DOUBLE) IS NULL, CAST(shipping_cost AS DOUBLE)
        )
      ),
      0
    ) AS percentile_25_shipping_cost
  FROM orders
  WHERE
    region IN ('North', 'South')
) AS measured
GROUP BY
  1
ORDER BY
  region IS NULL,
  region
