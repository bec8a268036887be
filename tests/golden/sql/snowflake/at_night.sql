SELECT
  COUNT(*) AS orders
FROM orders
WHERE
  CAST(DATE_PART(HOUR, placed_at) AS INT) IN (0, 1, 22, 23)
