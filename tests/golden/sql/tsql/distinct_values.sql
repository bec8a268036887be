SELECT DISTINCT
  country
FROM customers
ORDER BY
  CASE WHEN country IS NULL THEN 1 ELSE 0 END, country
