SELECT
  category,
  SUM(
    percentile_50_shipping_cost * GREATEST(
      0,
      1 - ABS(
        percentile_50_shipping_cost_rank - 1 - 0.5 * (
          percentile_50_shipping_cost_count - 1
        )
      )
    )
  ) AS percentile_50_shipping_cost
FROM (
  SELECT
    category,
    CAST(percentile_50_shipping_cost AS DOUBLE) AS percentile_50_shipping_cost,
    ROW_NUMBER() OVER (
      PARTITION BY category
      ORDER BY percentile_50_shipping_cost IS NULL, percentile_50_shipping_cost
    ) AS percentile_50_shipping_cost_rank,
    COUNT(percentile_50_shipping_cost) OVER (PARTITION BY category) AS percentile_50_shipping_cost_count
  FROM (
    SELECT DISTINCT
      products.category AS category,
      orders.order_id AS order_id,
      orders.shipping_cost AS percentile_50_shipping_cost
    FROM order_lines
    LEFT JOIN orders
      ON order_lines.order_id = orders.order_id
    LEFT JOIN products
      ON order_lines.product_id = products.product_id
    WHERE
      products.category = 'Technology'
  ) AS orders_once
) AS ranked
GROUP BY
  1
ORDER BY
  category IS NULL,
  category
