SELECT
  name
FROM customers
WHERE
  (
    country = 'United States' OR LOWER(name) LIKE LOWER('Dora%')
  )
ORDER BY
  customer_id
