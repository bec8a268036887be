SELECT
  region,
  MAX(percentile_25_shipping_cost) AS percentile_25_shipping_cost
FROM (
  SELECT
    region AS region,
    PERCENTILE_CONT(0.25) WITHIN GROUP (ORDER BY
      CAST(shipping_cost AS FLOAT)) OVER (PARTITION BY region) AS percentile_25_shipping_cost
  FROM orders
  WHERE
    region IN ('North', 'South')
) AS measured
GROUP BY
  region
ORDER BY
  CASE WHEN region IS NULL THEN 1 ELSE 0 END,
  region
