WITH parts AS (
  SELECT
    category,
    SUM(cost_of_the_last_day) AS cost_of_the_last_day,
    NULL AS cost_of_a_day
  FROM (
    SELECT DISTINCT
      products.category AS category,
      orders.order_id AS order_id,
      orders.shipping_cost AS cost_of_the_last_day
    FROM order_lines
    LEFT JOIN orders
      ON order_lines.order_id = orders.order_id
    LEFT JOIN products
      ON order_lines.product_id = products.product_id
    WHERE
      orders.order_date IN (
        SELECT
          MAX(order_date)
        FROM orders
      )
  ) AS orders_once
  GROUP BY
    1
  UNION ALL
  SELECT
    category,
    NULL AS cost_of_the_last_day,
    AVG(CAST(cost_of_a_day AS DOUBLE)) AS cost_of_a_day
  FROM (
    SELECT
      category,
      moment,
      SUM(cost_of_a_day) AS cost_of_a_day
    FROM (
      SELECT DISTINCT
        products.category AS category,
        orders.order_date AS moment,
        orders.order_id AS order_id,
        orders.shipping_cost AS cost_of_a_day
      FROM order_lines
      LEFT JOIN orders
        ON order_lines.order_id = orders.order_id
      LEFT JOIN products
        ON order_lines.product_id = products.product_id
    ) AS orders_once
    GROUP BY
      1,
      2
  ) AS each_time
  GROUP BY
    1
)
SELECT
  category,
  MAX(cost_of_the_last_day) AS cost_of_the_last_day,
  MAX(cost_of_a_day) AS cost_of_a_day
FROM parts
GROUP BY
  1
ORDER BY
  category NULLS LAST
