WITH answer AS (
  SELECT
    CASE
      WHEN (
        (
          order_date >= '2024-01-01' AND order_date < '2024-01-02'
        )
        OR (
          order_date >= '2025-01-01' AND order_date < '2025-01-02'
        )
      )
      THEN 'New Year'
      WHEN order_date >= '2024-12-27' AND order_date < '2025-01-01'
      THEN 'Between the years'
    END AS holiday,
    COUNT(*) AS orders
  FROM orders
  GROUP BY
    1
)
SELECT
  holiday,
  orders
FROM answer
ORDER BY
  CASE holiday WHEN 'New Year' THEN 1 WHEN 'Between the years' THEN 2 END NULLS LAST
