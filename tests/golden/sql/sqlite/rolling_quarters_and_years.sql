WITH grouped AS (
  SELECT
    DATE(
      orders.order_date,
      'start of month',
      '-' || (
        (
          STRFTIME('%m', orders.order_date) - 1
        ) % 3
      ) || ' months'
    ) AS quarter,
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
    WHEN DATE(MIN(quarter) OVER (), '+9 months') <= quarter
    THEN SUM(units) OVER (
      ORDER BY CAST(STRFTIME('%Y', quarter) AS INTEGER) * 12 + CAST(STRFTIME('%m', quarter) AS INTEGER) NULLS LAST
      RANGE BETWEEN 9 PRECEDING AND CURRENT ROW
    )
  END AS rolling_units
FROM grouped
ORDER BY
  quarter NULLS LAST
