WITH grouped AS (
  SELECT
    CAST(DATE_TRUNC('quarter', orders.order_date) AS DATE) AS quarter,
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
    WHEN DATEADD(MONTH, 9, MIN(quarter) OVER ()) <= quarter
    THEN SUM(units) OVER (
      ORDER BY DATEDIFF(MONTH, CAST('1970-01-01' AS DATE), quarter)
      RANGE BETWEEN 9 PRECEDING AND CURRENT ROW
    )
  END AS rolling_units
FROM grouped
ORDER BY
  quarter
