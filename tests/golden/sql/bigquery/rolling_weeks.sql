WITH grouped AS (
  SELECT
    DATE_TRUNC(order_date, ISOWEEK) AS week,
    COUNT(*) AS orders
  FROM orders
  GROUP BY
    1
)
SELECT
  week,
  CASE
    WHEN DATE_ADD(MIN(week) OVER (), INTERVAL 7 DAY) <= week
    THEN SUM(orders) OVER (
      ORDER BY DATE_DIFF(week, CAST('1970-01-01' AS DATE), DAY)
      RANGE BETWEEN 7 PRECEDING AND CURRENT ROW
    )
  END AS rolling_orders
FROM grouped
ORDER BY
  week NULLS LAST
