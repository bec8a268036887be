SELECT
  name,
  order_id,
  order_date
FROM (
  SELECT
    customers.name AS name,
    orders.order_id AS order_id,
    orders.order_date AS order_date,
    ROW_NUMBER() OVER (PARTITION BY customers.name ORDER BY orders.order_date DESC, orders.order_id) AS position
  FROM orders
  LEFT JOIN customers
    ON orders.customer_id = customers.customer_id
  WHERE
    NOT customers.country IS NULL
) AS numbered
WHERE
  position <= 1
ORDER BY
  CASE WHEN name IS NULL THEN 1 ELSE 0 END,
  name,
  order_date DESC
