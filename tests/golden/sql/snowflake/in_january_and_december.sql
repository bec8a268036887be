SELECT
  COUNT(*) AS orders
FROM orders
WHERE
  CAST(DATE_PART(MONTH, order_date) AS INT) IN (1, 12)
