SELECT
  name
FROM customers
WHERE
  (
    country = 'United States' OR name ILIKE 'Dora%'
  )
ORDER BY
  customer_id
