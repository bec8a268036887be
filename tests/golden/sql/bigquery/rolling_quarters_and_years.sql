WITH grouped AS (
  SELECT
    DATE_TRUNC(orders.order_date, QUARTER) AS quarter,
    SUM(order_lines.quantity) AS units
  FROM order_lines
  LEFT JOIN orders
    ON order_lines.order_id = orders.order_id
  GROUP BY
    1
)
SELECT
  quarter,
  CASE
    WHEN DATE_ADD(MIN(quarter) OVER (), INTERVAL 9 MONTH) <= quarter
    THEN SUM(units) OVER (
      ORDER BY DATE_DIFF(quarter, CAST('1970-01-01' AS DATE), MONTH)
      RANGE BETWEEN 9 PRECEDING AND CURRENT ROW
    )
  END AS rolling_units
FROM grouped
ORDER BY
  quarter NULLS LAST
