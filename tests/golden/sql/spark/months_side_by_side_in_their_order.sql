WITH answer AS (
  SELECT
    CASE
      WHEN orders.order_date >= '2024-01-01' AND orders.order_date < '2024-02-01'
      THEN 'January 2024'
      WHEN orders.order_date >= '2024-02-01' AND orders.order_date < '2024-03-01'
      THEN 'February 2024'
    END AS period,
    SUM(order_lines.quantity) AS units
  FROM order_lines
  LEFT JOIN orders
    ON order_lines.order_id = orders.order_id
  WHERE
    (
      orders.order_date >= '2024-01-01' AND orders.order_date < '2024-02-01'
    )
    OR (
      orders.order_date >= '2024-02-01' AND orders.order_date < '2024-03-01'
    )
  GROUP BY
    1
)
SELECT
  period,
  units
FROM answer
ORDER BY
  CASE period WHEN 'January 2024' THEN 1 WHEN 'February 2024' THEN 2 END NULLS LAST
