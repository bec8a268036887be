WITH grouped AS (
  SELECT
    CAST(DATE_TRUNC('QUARTER', orders.order_date) AS DATE) AS quarter,
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
    WHEN MIN(quarter) OVER () + INTERVAL '9' MONTH <= quarter
    THEN SUM(units) OVER (
      ORDER BY quarter NULLS LAST
      RANGE BETWEEN INTERVAL '9' MONTH PRECEDING AND CURRENT ROW
    )
  END AS rolling_units
FROM grouped
ORDER BY
  quarter NULLS LAST
