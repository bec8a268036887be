WITH grouped AS (
  SELECT
    MAKEDATE(YEAR(orders.order_date), 1) + INTERVAL (
      QUARTER(orders.order_date) - 1
    ) QUARTER AS quarter,
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
      ORDER BY EXTRACT(YEAR FROM quarter) * 12 + EXTRACT(MONTH FROM quarter)
      RANGE BETWEEN 9 PRECEDING AND CURRENT ROW
    )
  END AS rolling_units
FROM grouped
ORDER BY
  quarter IS NULL,
  quarter
