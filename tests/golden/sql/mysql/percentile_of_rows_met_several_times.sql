SELECT
  category,
  SUM(percentile_50_shipping_cost) AS percentile_50_shipping_cost
FROM (
  SELECT
    category,
    CAST(percentile_50_shipping_cost AS DOUBLE) * GREATEST(
      1 - ABS(
        (
          COUNT(CAST(percentile_50_shipping_cost AS DOUBLE)) OVER (PARTITION BY category) - 1
        ) * 0.5 + 1 - ROW_NUMBER() OVER (
          PARTITION BY category
          ORDER BY CAST(percentile_50_shipping_cost AS DOUBLE) IS NULL, CAST(percentile_50_shipping_cost AS DOUBLE)
        )
      ),
      0
    ) AS percentile_50_shipping_cost
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
) AS measured
GROUP BY
  1
ORDER BY
  category IS NULL,
  category
