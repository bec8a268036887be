SELECT
  region,
  quantileExactInclusive(0.25)(CAST(shipping_cost AS Nullable(Float64))) AS percentile_25_shipping_cost
FROM orders
WHERE
  region IN ('North', 'South')
GROUP BY
  1
ORDER BY
  region
