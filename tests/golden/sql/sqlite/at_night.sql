SELECT
  COUNT(*) AS orders
FROM orders
WHERE
  CAST(STRFTIME('%H', placed_at) AS INTEGER) IN (0, 1, 22, 23)
