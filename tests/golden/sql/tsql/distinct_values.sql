WITH unordered AS (
  SELECT DISTINCT
    country AS country
  FROM customers
)
SELECT
  country
FROM unordered
ORDER BY
  CASE WHEN country IS NULL THEN 1 ELSE 0 END,
  country
