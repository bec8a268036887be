SELECT
  region,
  MAX(percentile_25_shipping_cost) AS percentile_25_shipping_cost
FROM (
  SELECT
    region,
    PERCENTILE_CONT(CAST(shipping_cost AS FLOAT64), 0.25) OVER (PARTITION BY region) AS percentile_25_shipping_cost
  FROM orders
  WHERE
    region IN ('North', 'South')
) AS measured
GROUP BY
  1
ORDER BY
  region NULLS LAST
