WITH grouped AS (
  SELECT
    DATE(order_date) - INTERVAL (WEEKDAY(order_date)) DAY AS week,
    COUNT(*) AS orders
  FROM orders
  GROUP BY
    1
)
SELECT
  week,
  CASE
    WHEN MIN(week) OVER () + INTERVAL '7' DAY <= week
    THEN SUM(orders) OVER (ORDER BY DATEDIFF(week, '1970-01-01') RANGE BETWEEN 7 PRECEDING AND CURRENT ROW)
  END AS rolling_orders
FROM grouped
ORDER BY
  week IS NULL,
  week
