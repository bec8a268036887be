WITH grouped AS (
  SELECT
    CAST(DATE_TRUNC('year', orders.order_date) AS DATE) AS year,
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
    WHEN DATEADD(YEAR, 1, MIN(year) OVER ()) <= year
    THEN CAST(SUM(units) OVER (
      PARTITION BY region
      ORDER BY DATEDIFF(MONTH, CAST('1970-01-01' AS DATE), year)
      RANGE BETWEEN 12 PRECEDING AND CURRENT ROW
    ) AS DOUBLE) / 2
    ELSE CAST(SUM(units) OVER (
      PARTITION BY region
      ORDER BY DATEDIFF(MONTH, CAST('1970-01-01' AS DATE), year)
      RANGE BETWEEN 12 PRECEDING AND CURRENT ROW
    ) AS DOUBLE) / (
      CAST(DATEDIFF(MONTH, MIN(year) OVER (), year) AS DOUBLE) / 12 + 1
    )
  END AS moving_average_units
FROM grouped
ORDER BY
  year,
  region
