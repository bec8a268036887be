WITH grouped AS (
  SELECT
    DATE(order_date, 'weekday 0', '-6 days') AS week,
    COUNT(*) AS orders
  FROM orders
  GROUP BY
    1
)
SELECT
  week,
  CASE
    WHEN DATE(MIN(week) OVER (), '+7 days') <= week
    THEN SUM(orders) OVER (ORDER BY JULIANDAY(week) NULLS LAST RANGE BETWEEN 7 PRECEDING AND CURRENT ROW)
  END AS rolling_orders
FROM grouped
ORDER BY
  week NULLS LAST
