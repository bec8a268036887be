SELECT
  region,
  quantileExactInclusive(0.25)(toFloat64(shipping_cost)) AS percentile_25_shipping_cost
FROM orders
WHERE
  region IN ('North', 'South')
GROUP BY
  1
ORDER BY
  region
