SELECT
  country,
  COUNT(*) AS customers
FROM customers
GROUP BY
  1
ORDER BY
  country NULLS LAST
