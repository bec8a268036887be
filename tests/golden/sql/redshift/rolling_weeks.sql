WITH grouped AS (
  SELECT
    CAST(DATE_TRUNC('week', order_date) AS DATE) AS week,
    COUNT(*) AS orders
  FROM orders
  GROUP BY
    1
), with_windows AS (
  SELECT
    grouped.week,
    grouped.orders,
    SUM(reached.orders) AS orders_in_window
  FROM grouped
  LEFT JOIN grouped AS reached
    ON reached.week >= grouped.week - INTERVAL '7 DAY' AND reached.week <= grouped.week
  GROUP BY
    grouped.week,
    grouped.orders
)
SELECT
  week,
  CASE WHEN MIN(week) OVER () + INTERVAL '7 DAY' <= week THEN orders_in_window END AS rolling_orders
FROM with_windows
ORDER BY
  week
