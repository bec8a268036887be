WITH grouped AS (
  SELECT
    DATE_TRUNC(orders.order_date, YEAR) AS year,
    orders.region AS region,
    SUM(order_lines.quantity) AS units
  FROM order_lines
  LEFT JOIN orders
    ON order_lines.order_id = orders.order_id
  GROUP BY
    1,
    2
)
SELECT
  year,
  region,
  CASE
    WHEN DATE_ADD(MIN(year) OVER (), INTERVAL 1 YEAR) <= year
    THEN SUM(units) OVER (
      PARTITION BY region
      ORDER BY DATE_DIFF(year, CAST('1970-01-01' AS DATE), MONTH)
      RANGE BETWEEN 12 PRECEDING AND CURRENT ROW
    ) / 2
    ELSE SUM(units) OVER (
      PARTITION BY region
      ORDER BY DATE_DIFF(year, CAST('1970-01-01' AS DATE), MONTH)
      RANGE BETWEEN 12 PRECEDING AND CURRENT ROW
    ) / (
      DATE_DIFF(year, MIN(year) OVER (), MONTH) / 12 + 1
    )
  END AS moving_average_units
FROM grouped
ORDER BY
  year NULLS LAST,
  region NULLS LAST
