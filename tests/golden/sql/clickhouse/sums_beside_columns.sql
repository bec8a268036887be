SELECT
  order_id,
  shipping_cost
FROM orders
ORDER BY
  order_id
