SELECT
  region,
  PERCENTILE_CONT(0.25) WITHIN GROUP (ORDER BY
    CAST(shipping_cost AS DOUBLE)) AS percentile_25_shipping_cost
FROM orders
WHERE
  region IN ('North', 'South')
GROUP BY
  1
ORDER BY
  region
