SELECT
  region,
  QUANTILE_CONT(CAST(shipping_cost AS DOUBLE), 0.25) AS percentile_25_shipping_cost
FROM orders
WHERE
  region IN ('North', 'South')
GROUP BY
  1
ORDER BY
  region
