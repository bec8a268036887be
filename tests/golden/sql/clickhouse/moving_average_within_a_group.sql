WITH grouped AS (
  SELECT
    DATE_TRUNC('year', orders.order_date) AS year,
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
    WHEN MIN(year) OVER () + INTERVAL '1' YEAR <= year
    THEN toFloat64(
      SUM(units) OVER (
        PARTITION BY region
        ORDER BY toRelativeMonthNum(year)
        RANGE BETWEEN 12 PRECEDING AND CURRENT ROW
      )
    ) / 2
    ELSE SUM(units) OVER (
      PARTITION BY region
      ORDER BY toRelativeMonthNum(year)
      RANGE BETWEEN 12 PRECEDING AND CURRENT ROW
    ) / (
      toFloat64(
        EXTRACT(YEAR FROM year) * 12 + EXTRACT(MONTH FROM year) - (
          EXTRACT(YEAR FROM MIN(year) OVER ()) * 12 + EXTRACT(MONTH FROM MIN(year) OVER ())
        )
      ) / 12 + 1
    )
  END AS moving_average_units
FROM grouped
ORDER BY
  year,
  region
SETTINGS join_use_nulls = 1
