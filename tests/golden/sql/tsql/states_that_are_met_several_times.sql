WITH parts AS (
  SELECT
    category,
    SUM(cost_of_the_last_day) AS cost_of_the_last_day,
    CAST(NULL AS NUMERIC) AS cost_of_a_day
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
    category
  UNION ALL
  SELECT
    category,
    CAST(NULL AS NUMERIC) AS cost_of_the_last_day,
    AVG(CAST(cost_of_a_day AS FLOAT)) AS cost_of_a_day
  FROM (
    SELECT
      category AS category,
      moment AS moment,
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
      category,
      moment
  ) AS each_time
  GROUP BY
    category
)
SELECT
  category,
  MAX(cost_of_the_last_day) AS cost_of_the_last_day,
  MAX(cost_of_a_day) AS cost_of_a_day
FROM parts
GROUP BY
  category
ORDER BY
  CASE WHEN category IS NULL THEN 1 ELSE 0 END,
  category
