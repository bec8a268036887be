SELECT
  CAST(DATEADD(
    DAY,
    6,
    DATEADD(DAY, 1 - DAYOFWEEKISO(DATEADD(DAY, -6, order_date)), DATEADD(DAY, -6, order_date))
  ) AS DATE) AS week,
  COUNT(*) AS orders
FROM orders
WHERE
  order_date >= '2024-12-01'
GROUP BY
  1
ORDER BY
  week
