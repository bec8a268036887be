SELECT
TOP 2
  name,
  signup_date
FROM customers
ORDER BY
  signup_date DESC,
  customer_id
