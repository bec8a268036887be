WITH grouped AS (
  SELECT
    CAST(DATE_TRUNC('YEAR', orders.order_date) AS DATE) AS year,
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
    THEN SUM(units) OVER (
      PARTITION BY region
      ORDER BY year NULLS LAST
      RANGE BETWEEN INTERVAL '12' MONTH PRECEDING AND CURRENT ROW
    ) / 2
    ELSE SUM(units) OVER (
      PARTITION BY region
      ORDER BY year NULLS LAST
      RANGE BETWEEN INTERVAL '12' MONTH PRECEDING AND CURRENT ROW
    ) / (
      (
        EXTRACT(YEAR FROM year) * 12 + EXTRACT(MONTH FROM year) - (
          EXTRACT(YEAR FROM MIN(year) OVER ()) * 12 + EXTRACT(MONTH FROM MIN(year) OVER ())
        )
      ) / 12 + 1
    )
  END AS moving_average_units
FROM grouped
ORDER BY
  year NULLS LAST,
  region NULLS LAST
