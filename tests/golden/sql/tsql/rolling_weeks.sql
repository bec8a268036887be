WITH grouped AS (
  SELECT
    DATEADD(DAY, -(
      DATEDIFF(DAY, CAST('0001-01-01' AS DATE), order_date) % 7
    ), order_date) AS week,
    COUNT(*) AS orders
  FROM orders
  GROUP BY
    DATEADD(DAY, -(
      DATEDIFF(DAY, CAST('0001-01-01' AS DATE), order_date) % 7
    ), order_date)
), with_windows AS (
  SELECT
    grouped.week AS week,
    grouped.orders AS orders,
    SUM(reached.orders) AS orders_in_window
  FROM grouped
  LEFT JOIN grouped AS reached
    ON reached.week >= DATEADD(DAY, -7, grouped.week) AND reached.week <= grouped.week
  GROUP BY
    grouped.week,
    grouped.orders
)
SELECT
  week,
  CASE WHEN DATEADD(DAY, 7, MIN(week) OVER ()) <= week THEN orders_in_window END AS rolling_orders
FROM with_windows
ORDER BY
  CASE WHEN week IS NULL THEN 1 ELSE 0 END,
  week
