SELECT
  name
FROM customers
WHERE
  (
    country = 'United States' OR LOWER(name) LIKE 'dora%'
  )
ORDER BY
  customer_id
