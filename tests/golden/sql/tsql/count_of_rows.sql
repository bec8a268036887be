SELECT
  country,
  COUNT(*) AS customers
FROM customers
GROUP BY
  country
ORDER BY
  CASE WHEN country IS NULL THEN 1 ELSE 0 END,
  country
