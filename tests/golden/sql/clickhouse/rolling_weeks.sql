WITH grouped AS (
  SELECT
    DATE_TRUNC('week', order_date) AS week,
    COUNT(*) AS orders
  FROM orders
  GROUP BY
    1
)
SELECT
  week,
  CASE
    WHEN MIN(week) OVER () + INTERVAL '7' DAY <= week
    THEN SUM(orders) OVER (ORDER BY week RANGE BETWEEN 7 PRECEDING AND CURRENT ROW)
  END AS rolling_orders
FROM grouped
ORDER BY
  week
