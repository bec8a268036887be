WITH grouped AS (
  SELECT
    CAST(DATEADD(DAY, 1 - DAYOFWEEKISO(order_date), order_date) AS DATE) AS week,
    COUNT(*) AS orders
  FROM orders
  GROUP BY
    1
)
SELECT
  week,
  CASE
    WHEN DATEADD(DAY, 7, MIN(week) OVER ()) <= week
    THEN SUM(orders) OVER (
      ORDER BY DATEDIFF(DAY, CAST('1970-01-01' AS DATE), week)
      RANGE BETWEEN 7 PRECEDING AND CURRENT ROW
    )
  END AS rolling_orders
FROM grouped
ORDER BY
  week
