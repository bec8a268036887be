WITH unordered AS (
  SELECT
    DATEADD(DAY, -(
      DATEDIFF(DAY, CAST('0001-01-07' AS DATE), order_date) % 7
    ), order_date) AS week,
    COUNT(*) AS orders
  FROM orders
  WHERE
    order_date >= CAST('2024-12-01' AS DATE)
  GROUP BY
    DATEADD(DAY, -(
      DATEDIFF(DAY, CAST('0001-01-07' AS DATE), order_date) % 7
    ), order_date)
)
SELECT
  week,
  orders
FROM unordered
ORDER BY
  CASE WHEN week IS NULL THEN 1 ELSE 0 END,
  week
