WITH answer AS (
  SELECT
    CASE
      WHEN orders.order_date >= CAST('2024-01-01' AS DATE)
      AND orders.order_date < CAST('2024-02-01' AS DATE)
      THEN 'January 2024'
      WHEN orders.order_date >= CAST('2024-02-01' AS DATE)
      AND orders.order_date < CAST('2024-03-01' AS DATE)
      THEN 'February 2024'
    END AS period,
    SUM(order_lines.quantity) AS units
  FROM order_lines
  LEFT JOIN orders
    ON order_lines.order_id = orders.order_id
  WHERE
    (
      orders.order_date >= CAST('2024-01-01' AS DATE)
      AND orders.order_date < CAST('2024-02-01' AS DATE)
    )
    OR (
      orders.order_date >= CAST('2024-02-01' AS DATE)
      AND orders.order_date < CAST('2024-03-01' AS DATE)
    )
  GROUP BY
    CASE
      WHEN orders.order_date >= CAST('2024-01-01' AS DATE)
      AND orders.order_date < CAST('2024-02-01' AS DATE)
      THEN 'January 2024'
      WHEN orders.order_date >= CAST('2024-02-01' AS DATE)
      AND orders.order_date < CAST('2024-03-01' AS DATE)
      THEN 'February 2024'
    END
)
SELECT
  period,
  units
FROM answer
ORDER BY
  CASE period WHEN 'January 2024' THEN 1 WHEN 'February 2024' THEN 2 ELSE 3 END
