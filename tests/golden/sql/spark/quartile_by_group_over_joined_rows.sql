SELECT
  region,
  PERCENTILE(shipping_cost, 0.25) AS percentile_25_shipping_cost
FROM orders
WHERE
  region IN ('North', 'South')
GROUP BY
  1
ORDER BY
  region NULLS LAST
