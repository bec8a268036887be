SELECT
  region,
  SUM(
    shipping_cost * GREATEST(0, 1 - ABS(shipping_cost_rank - 1 - 0.25 * (
      shipping_cost_count - 1
    )))
  ) AS percentile_25_shipping_cost
FROM (
  SELECT
    region,
    CAST(shipping_cost AS DOUBLE) AS shipping_cost,
    ROW_NUMBER() OVER (PARTITION BY region ORDER BY shipping_cost IS NULL, shipping_cost) AS shipping_cost_rank,
    COUNT(shipping_cost) OVER (PARTITION BY region) AS shipping_cost_count
  FROM orders
  WHERE
    region IN ('North', 'South')
) AS ranked
GROUP BY
  1
ORDER BY
  region IS NULL,
  region
