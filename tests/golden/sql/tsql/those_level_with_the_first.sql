WITH answer AS (
  SELECT
    customers.country AS country,
    COUNT(*) AS orders
  FROM orders
  LEFT JOIN customers
    ON orders.customer_id = customers.customer_id
  GROUP BY
    customers.country
), ranked_answer AS (
  SELECT
    country AS country,
    orders AS orders,
    RANK() OVER (ORDER BY orders DESC) AS position
  FROM answer
)
SELECT
  country,
  orders
FROM ranked_answer
WHERE
  position <= 1
ORDER BY
  orders DESC,
  CASE WHEN country IS NULL THEN 1 ELSE 0 END,
  country
