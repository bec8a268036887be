WITH each AS (
  SELECT
    orders.region AS region,
    DATEFROMPARTS(YEAR(orders.order_date), MONTH(orders.order_date), 1) AS month,
    SUM(order_lines.revenue) AS revenue
  FROM order_lines
  LEFT JOIN orders
    ON order_lines.order_id = orders.order_id
  WHERE
    orders.order_date >= CAST('2024-01-01' AS DATE)
    AND orders.order_date < CAST('2025-01-01' AS DATE)
  GROUP BY
    orders.region,
    DATEFROMPARTS(YEAR(orders.order_date), MONTH(orders.order_date), 1)
)
SELECT
  region,
  AVG(CAST(revenue AS FLOAT)) AS average_revenue
FROM each
WHERE
  NOT month IS NULL
GROUP BY
  region
ORDER BY
  CASE WHEN region IS NULL THEN 1 ELSE 0 END,
  region
