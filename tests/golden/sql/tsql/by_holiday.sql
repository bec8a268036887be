WITH answer AS (
  SELECT
    CASE
      WHEN (
        (
          order_date >= CAST('2024-01-01' AS DATE)
          AND order_date < CAST('2024-01-02' AS DATE)
        )
        OR (
          order_date >= CAST('2025-01-01' AS DATE)
          AND order_date < CAST('2025-01-02' AS DATE)
        )
      )
      THEN 'New Year'
      WHEN order_date >= CAST('2024-12-27' AS DATE)
      AND order_date < CAST('2025-01-01' AS DATE)
      THEN 'Between the years'
    END AS holiday,
    COUNT(*) AS orders
  FROM orders
  GROUP BY
    CASE
      WHEN (
        (
          order_date >= CAST('2024-01-01' AS DATE)
          AND order_date < CAST('2024-01-02' AS DATE)
        )
        OR (
          order_date >= CAST('2025-01-01' AS DATE)
          AND order_date < CAST('2025-01-02' AS DATE)
        )
      )
      THEN 'New Year'
      WHEN order_date >= CAST('2024-12-27' AS DATE)
      AND order_date < CAST('2025-01-01' AS DATE)
      THEN 'Between the years'
    END
)
SELECT
  holiday,
  orders
FROM answer
ORDER BY
  CASE holiday WHEN 'New Year' THEN 1 WHEN 'Between the years' THEN 2 ELSE 3 END
