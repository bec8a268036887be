WITH unordered AS (
  SELECT
    CASE
      WHEN DATEDIFF(DAY, CAST('0001-01-01' AS DATE), order_date) % 7 + 1 IN (6, 7)
      THEN 1
      WHEN NOT (
        DATEDIFF(DAY, CAST('0001-01-01' AS DATE), order_date) % 7 + 1 IN (6, 7)
      )
      THEN 0
    END AS weekend,
    COUNT(*) AS orders
  FROM orders
  GROUP BY
    CASE
      WHEN DATEDIFF(DAY, CAST('0001-01-01' AS DATE), order_date) % 7 + 1 IN (6, 7)
      THEN 1
      WHEN NOT (
        DATEDIFF(DAY, CAST('0001-01-01' AS DATE), order_date) % 7 + 1 IN (6, 7)
      )
      THEN 0
    END
)
SELECT
  weekend,
  orders
FROM unordered
ORDER BY
  CASE WHEN weekend IS NULL THEN 1 ELSE 0 END,
  weekend
