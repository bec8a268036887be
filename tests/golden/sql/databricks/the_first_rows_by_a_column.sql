SELECT
  name,
  signup_date
FROM customers
ORDER BY
  signup_date DESC,
  customer_id
LIMIT 2
